/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-train pack CHECKPOINT OUT.dmm [--name VERSION] [--convention N]: the trainer's
 * checkpoint in floats -> the model file that ships.  The row of emb.corpus that predictions
 * use is the one that the checkpoint's meta names ("predict N") unless given. */
#include "engine/pack.h"
#include "base/file.h"
#include "train/command.h"

#include <stdlib.h>

typedef struct {
    const char *from, *to, *name;
    long convention; /* -1: the checkpoint's own */
} pack_options;

static bool read_options(int argc, char **argv, pack_options *o)
{
    *o = (pack_options){.name = "encoder", .convention = -1};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--name") == 0 && i + 1 < argc)
            o->name = argv[++i];
        else if (strcmp(argv[i], "--convention") == 0 && i + 1 < argc)
            o->convention = strtol(argv[++i], NULL, 10);
        else if (!o->from)
            o->from = argv[i];
        else if (!o->to)
            o->to = argv[i];
        else
            return false;
    }
    return o->from && o->to;
}

static uint8_t predicted_convention(const dm_container *c)
{
    dm_section meta;
    if (container_get(c, "meta", DT_U8, &meta, NULL) != DM_OK)
        return 0;
    dm_str text = {meta.data, meta.bytes};
    while (text.len > 0) {
        const dm_str line = str_cut(text, '\n', &text);
        if (str_starts(line, STR("predict ")) && line.len > 8 && line.ptr[8] >= '0' &&
            line.ptr[8] <= '9')
            return (uint8_t)strtoul(line.ptr + 8, NULL, 10); /* a line end stops it */
    }
    return 0;
}

static dm_status pack(const pack_options *o, dm_error *err)
{
    dm_buf file = {0};
    dm_arena a = {0};
    dm_container c;
    dm_container_writer w = {0};
    dm_status status = file_read(o->from, 0, &file, err);
    if (status == DM_OK) {
        char *aligned = arena_alloc(&a, file.len, 64);
        memcpy(aligned, file.ptr, file.len);
        status = container_open((dm_str){aligned, file.len}, true, &c, err);
    }
    if (status == DM_OK) {
        const uint8_t convention =
            o->convention < 0 ? predicted_convention(&c) : (uint8_t)o->convention;
        status = encoder_pack(&c, convention, &a, &w, err);
    }
    if (status == DM_OK)
        status = container_write(&w, o->name, o->to, err);
    else
        free(w.sections);
    buf_free(&file);
    arena_free(&a);
    return status;
}

dm_status pack_checkpoint(const char *from, const char *to, dm_error *err)
{
    const pack_options o = {.from = from, .to = to, .name = "encoder", .convention = -1};
    return pack(&o, err);
}

int train_pack(int argc, char **argv)
{
    pack_options o;
    dm_error err = {0};
    if (!read_options(argc, argv, &o)) {
        (void)fputs("usage: dramatis-train pack CHECKPOINT OUT.dmm [--name VERSION] "
                    "[--convention N]\n",
                    stderr);
        return 2;
    }
    if (pack(&o, &err) == DM_OK)
        return 0;
    (void)fprintf(stderr, "pack: %s\n", err.message);
    return 1;
}
