/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coref_fit.h - fits cast/coref.h to questions whose right answers are known: the likelihood
 * that one of the right candidates is taken (Durrett and Klein 2013), Adam (Kingma and Ba 2015)
 * over small batches in an order that the seed fixes, so the same questions give the same
 * weights. */
#ifndef DM_TRAIN_COREF_FIT_H
#define DM_TRAIN_COREF_FIT_H

#include "base/vec.h"
#include "cast/coref.h"

typedef struct {
    uint32_t at; /* feature */
    float value;
} fit_value;

typedef struct {
    uint32_t first, count; /* values */
    bool right;
    bool entity;     /* an entity, not a noun's chain, not nobody */
    uint8_t is_name; /* GAP: bit 0 the first name's entity, bit 1 the second's */
} fit_candidate;

typedef struct {
    uint32_t first, count; /* candidates */
    coref_class class;
    uint32_t set, fold;
    float weight;            /* 0: measured, not learned from */
    bool meant[2], feminine; /* GAP */
} fit_question;

typedef struct {
    VEC(fit_value) values;
    VEC(fit_candidate) candidates;
    VEC(fit_question) questions;
} fit_data;

typedef struct {
    int epochs;
    double rate, ridge;
    uint32_t leave; /* this fold is left out; UINT32_MAX: none */
} fit_options;

void fit_coref(const fit_data *d, const fit_options *o, coref_class k, coref_weights *w);
/* The candidate that the weights take, from 0. */
uint32_t fit_best(const fit_data *d, const fit_question *q, const coref_weights *w);
void coref_fit_free(fit_data *d);

#endif
