/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack.h - from the trainer's checkpoint in floats to the model file the engine reads.
 *
 * Weights become bytes with one scale a row (symmetric, largest magnitude 127), laid out as
 * kernel.h says; embeddings bytes with one scale a row; what is small stays in floats.
 */
#ifndef DM_ENGINE_PACK_H
#define DM_ENGINE_PACK_H

#include "engine/encoder.h"

/* checkpoint: DT_F32 sections as src/train/encoder/model.h has them.  Adds the packed sections
 * to *w; their bytes live in the arena and in the checkpoint, both must outlive
 * container_write. convention: the row of emb.corpus used at prediction. */
DM_NODISCARD dm_status encoder_pack(const dm_container *checkpoint, uint8_t convention,
                                    dm_arena *a, dm_container_writer *w, dm_error *err);

#endif
