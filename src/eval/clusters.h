/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clusters.h - how alike two partitions of mentions are: MUC (Vilain et al. 1995), B-cubed
 * (Bagga and Baldwin 1998), CEAF-e (Luo 2005) and the CoNLL average of their F1 (Pradhan et al.
 * 2012). */
#ifndef DM_EVAL_CLUSTERS_H
#define DM_EVAL_CLUSTERS_H

#include <stdint.h>

typedef struct {
    uint64_t span;    /* what makes two mentions the same one, e.g. begin << 32 | end */
    uint32_t cluster; /* 0 .. clusters - 1, each of them used */
} cluster_mention;

typedef struct {
    const cluster_mention *at;
    uint32_t count, clusters;
} clustering;

typedef struct {
    double muc_p, muc_pd, muc_r, muc_rd, b3_p, b3_pd, b3_r, b3_rd, ceaf, ceaf_gold, ceaf_found;
} cluster_sums;

/* Add one document's counts; spans are unique within each side. */
void clusters_add(const clustering *gold, const clustering *found, cluster_sums *sums);
double clusters_muc(const cluster_sums *s);
double clusters_b3(const cluster_sums *s);
double clusters_ceaf(const cluster_sums *s);
double clusters_conll(const cluster_sums *s);
double f1_of(double right, double found, double gold); /* 0 when nothing is right */

#endif
