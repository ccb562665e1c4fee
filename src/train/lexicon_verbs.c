/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verbs and event nouns with their event classes: ours first (src/train/data/verbs.tsv and
 * nouns.tsv: classes with shares, words), then what CAMEO's verb list adds, at a low share,
 * since a verb's default code there is right in about half of its uses. */
#include "train/lexicon.h"

#include <stdlib.h>

/* "accuse:0.8 assault:0.1" -> index of the list of classes. */
static uint16_t classes_add(lex_build *b, dm_str text)
{
    uint16_t at = (uint16_t)(b->verbs.len / 2);
    while (text.len) {
        dm_str share, name = str_cut(str_cut(text, ' ', &text), ':', &share);
        dm_rel rel = rel_find(name);
        double part = strtod(str_dup(&b->arena, share).ptr, NULL);
        if (rel == REL_NONE || part <= 0 || part > 1)
            continue;
        vec_push(&b->verbs, (uint8_t)rel);
        vec_push(&b->verbs, (uint8_t)(part * 255 + 0.5));
    }
    vec_push(&b->verbs, LEX_END);
    vec_push(&b->verbs, 0);
    return at;
}

static void words_add(lex_build *b, lex_word_type type, const dm_str col[LEX_COLUMNS])
{
    uint16_t at = classes_add(b, col[0]);
    for (dm_str rest = col[1]; rest.len;)
        lex_word_add(b, type, str_trim(str_cut(rest, '|', &rest)), at);
}

static void verb_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    words_add(b, LEX_VERB, col);
}

static void noun_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    words_add(b, LEX_NOUN, col);
}

/* ---- CAMEO: blocks "--- NAME [code] ---" of verbs, one a line, patterns begin with "-" ----
 */

static dm_rel cameo_class(dm_str code)
{
    static const dm_rel roots[21] = {
        REL_NONE,      REL_state,    REL_request, REL_agree,       REL_consult,  REL_support,
        REL_cooperate, REL_aid,      REL_retreat, REL_investigate, REL_request,  REL_accuse,
        REL_reject,    REL_threaten, REL_protest, REL_mobilize,    REL_sanction, REL_coerce,
        REL_assault,   REL_assault,  REL_assault};
    if (code.len < 2 || code.ptr[0] < '0' || code.ptr[0] > '2' || code.ptr[1] < '0' ||
        code.ptr[1] > '9')
        return REL_NONE;
    int root = (code.ptr[0] - '0') * 10 + code.ptr[1] - '0';
    return root > 20 ? REL_NONE : roots[root];
}

/* The code in square brackets. */
static dm_rel coded(dm_str line)
{
    size_t open = str_find(line, STR("["), 0);
    return open == SIZE_MAX ? REL_NONE : cameo_class(str_slice(line, open + 1, line.len));
}

static void cameo_verb(lex_build *b, dm_str line, dm_rel block)
{
    dm_rel rel = str_find(line, STR("["), 0) == SIZE_MAX ? block : coded(line);
    size_t end = 0;
    while (end < line.len && ((line.ptr[end] >= 'A' && line.ptr[end] <= 'Z') ||
                              line.ptr[end] == '_' || line.ptr[end] == '+'))
        end++;
    if (end < 3 || rel == REL_NONE || line.ptr[0] == '+')
        return;
    dm_str word = lex_title_case(&b->arena, str_slice(line, 0, end));
    dm_str classes = str_fmt(&b->arena, "%s:0.25", rel_table[rel].name);
    words_add(b, LEX_VERB, (const dm_str[LEX_COLUMNS]){classes, word});
}

static dm_rel cameo_block; /* of the lines being read: the compiler has one thread */
static bool cameo_begun;

static void cameo_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_str line = col[0];
    if (str_starts(line, STR("---"))) {
        cameo_block = coded(line);
        cameo_begun = true;
    } else if (cameo_begun && line.ptr[0] >= 'A' && line.ptr[0] <= 'Z') {
        cameo_verb(b, line, cameo_block);
    } else if (line.ptr[0] == '&') {
        cameo_begun = false; /* a set of synonyms follows, not a block of verbs */
    }
}

dm_status lex_add_verbs(lex_build *b, dm_error *err)
{
    DM_TRY(lex_each(b, b->own, "verbs.tsv", 1, '\t', verb_line, err));
    DM_TRY(lex_each(b, b->own, "nouns.tsv", 1, '\t', noun_line, err));
    cameo_begun = false;
    return lex_each(b, b->data, "gazetteers/phoenix/CAMEO.verbpatterns.txt", 0, '\0',
                    cameo_line, err);
}
