/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lex.c - looking words up in the lexicon and the trees, also when one of them is missing. */
#include "base/utf8.h"
#include "cast/caster.h"

dm_str lex_key(const caster *c, dm_str text)
{
    return lexicon_key(c->a, text);
}

uint32_t lex_facts(const caster *c, dm_str text, dm_fact *out, uint32_t cap)
{
    if (!c->lex)
        return 0;
    uint32_t n = lexicon_find_name(c->lex, text, out, cap);
    return n < cap ? n : cap;
}

dm_office lex_title(const caster *c, uint32_t begin, uint32_t end)
{
    if (!c->lex || begin >= end)
        return OFFICE_none;
    return lexicon_title(c->lex, lex_key(c, span_str(c->doc, begin, end)));
}

dm_agent_word lex_agent(const caster *c, dm_str word)
{
    if (!c->lex)
        return (dm_agent_word){.kind = KIND_COUNT, .subkind = SUBKIND_NONE};
    return lexicon_agent(c->lex, word);
}

char lex_first_name(const caster *c, dm_str part)
{
    return c->lex ? lexicon_first_name(c->lex, part) : 0;
}

const dm_fact *fact_of(const spelling *s, dm_list list)
{
    for (uint32_t i = 0; i < s->fact_count; i++) {
        if (s->facts[i].list == list)
            return &s->facts[i];
    }
    return NULL;
}

bool has_trees(const caster *c)
{
    return c->parse->words != NULL;
}

uint8_t word_upos(const caster *c, uint32_t t)
{
    return has_trees(c) ? c->parse->words[t].upos : UPOS_X;
}

uint8_t word_deprel(const caster *c, uint32_t t)
{
    return has_trees(c) ? c->parse->words[t].deprel : DEP_dep;
}

uint32_t word_head(const caster *c, uint32_t t)
{
    return has_trees(c) ? c->parse->words[t].head : HEAD_ROOT;
}

dm_str word_lemma(const caster *c, uint32_t t)
{
    if (has_trees(c) && c->parse->words[t].lemma.len)
        return c->parse->words[t].lemma;
    return c->low[t];
}

bool word_is(const caster *c, uint32_t t, const char *word)
{
    return t < c->doc->token_count && str_eq(c->low[t], str_z(word));
}

/* The token of the span whose head lies outside; without trees the last one. */
uint32_t span_head(const caster *c, uint32_t begin, uint32_t end)
{
    if (has_trees(c)) {
        for (uint32_t t = begin; t < end; t++) {
            uint32_t h = c->parse->words[t].head;
            if ((h < begin || h >= end) && c->parse->words[t].deprel != DEP_punct &&
                c->parse->words[t].deprel != DEP_case && c->parse->words[t].deprel != DEP_det)
                return t;
        }
    }
    return end - 1;
}

/* "Mr", "Ms", "Lord" ... in the span, or just before it. */
char title_gender(const caster *c, uint32_t begin, uint32_t end)
{
    for (uint32_t t = begin; t < end; t++) {
        dm_str w = c->low[t];
        if (w.len > 1 && w.ptr[w.len - 1] == '.')
            w.len--;
        if (word_in(
                w,
                " mr mister sir lord king prince father brother pope sheikh imam herr "
                "congressman chairman spokesman businessman actor brother son emperor sultan "
                "salesman baron duke uncle monsieur señor "))
            return 'm';
        if (word_in(w,
                    " mrs ms miss lady queen princess dame madam madame sister mother frau "
                    "congresswoman chairwoman spokeswoman businesswoman actress daughter wife "
                    "baroness duchess empress aunt widow girlfriend "))
            return 'f';
    }
    return 0;
}
