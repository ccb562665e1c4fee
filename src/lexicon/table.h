/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h - inside of a lexicon: its arrays, and the look-up of a key's entries. */
#ifndef DM_LEXICON_TABLE_H
#define DM_LEXICON_TABLE_H

#include "lexicon/lexicon.h"
#include "model/container.h"

typedef struct {
    const uint32_t *buckets; /* [2^bits + 1] */
    const uint8_t *entries;  /* [count][width] */
    uint32_t bits, width, count;
} lex_table;

struct dm_lexicon {
    lex_table keys, first, surname, words;
    const uint8_t *classes, *rows, *names; /* [classes][4], [rows][4], bytes */
    const uint32_t *blocks, *countries;    /* [blocks], [countries][4] */
    const uint8_t *country_text, *agents, *verbs;
    const uint16_t *holders; /* [holders][5], sorted by office and country */
    uint32_t class_count, row_count, names_len, block_count, country_count, country_text_len;
    uint32_t agent_count, verb_count, holder_count;
};

DM_NODISCARD dm_status table_open(const dm_container *c, const char *name, uint32_t value_bytes,
                                  lex_table *out, dm_error *err);
/* Entries of the key: how many, and the first one's index. */
uint32_t table_find(const lex_table *t, dm_str key, uint32_t *first);
uint32_t table_value(const lex_table *t, uint32_t entry);

#endif
