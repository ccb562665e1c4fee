/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small word lists of facts: abbreviations (the usual ones of English news and those of the UD
 * training data), prefixes, contractions. */
#include "text/token.h"

#include <stdlib.h>

#define LONGEST 16

/* Lower-case copy of a short word with curly apostrophes made straight; empty when too long. */
typedef struct {
    char text[LONGEST + 1];
    size_t len;
} short_word;

static short_word lowered(dm_str w)
{
    short_word s = {{0}, 0};
    for (size_t i = 0; i < w.len; i++) {
        char c = w.ptr[i];
        if (s.len == LONGEST)
            return (short_word){{0}, 0};
        if (i + 2 < w.len && memcmp(w.ptr + i, "\xE2\x80\x99", 3) == 0)
            c = '\'', i += 2;
        s.text[s.len++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return s;
}

static int by_text(const void *key, const void *row)
{
    return strcmp(key, *(const char *const *)row);
}

static bool listed(dm_str word, const char *const *list, size_t n)
{
    short_word s = lowered(word);
    return s.len && bsearch(s.text, list, n, sizeof *list, by_text) != NULL;
}

#define LISTED(word, list) listed(word, list, sizeof(list) / sizeof(list)[0])

/* Each list is sorted by strcmp; test_text checks that through the look-ups. */
static const char *const titles[] = {
    "adj",  "adm",   "ald",  "amb", "asst", "atty",   "brig", "capt", "cdr", "cllr", "cmdr",
    "col",  "comdr", "cpl",  "cst", "det",  "dr",     "drs",  "ens",  "fr",  "ft",   "gen",
    "gov",  "hon",   "insp", "lt",  "maj",  "messrs", "mlle", "mme",  "mr",  "mrs",  "ms",
    "msgr", "mt",    "ofc",  "pfc", "pres", "prof",   "pte",  "pvt",  "rep", "reps", "rev",
    "rt",   "sen",   "sens", "sgt", "spc",  "st",     "ste",  "supt",
};
static const char *const before_numbers[] = {
    "apr", "art", "aug", "ch",  "dec", "feb", "fig", "figs", "jan", "jul",  "jun",
    "mar", "no",  "nos", "nov", "oct", "p",   "pp",  "sec",  "sep", "sept", "vol",
};
static const char *const inside[] = {
    "al", "approx", "attn", "b",  "c",    "ca",  "cf", "d",   "e.g",
    "eg", "esp",    "i.e",  "ie", "incl", "tel", "v",  "viz", "vs",
};
static const char *const either[] = {
    "a.k.a", "a.m",  "ala",  "ariz", "ark",  "assn", "ave",  "blvd", "bros", "calif", "cie",
    "co",    "colo", "conn", "corp", "dept", "div",  "est",  "etc",  "ext",  "fla",   "fri",
    "ga",    "gmbh", "govt", "hr",   "hrs",  "ill",  "inc",  "intl", "jr",   "kan",   "ky",
    "la",    "lb",   "lbs",  "ltd",  "md",   "mich", "min",  "minn", "misc", "mo",    "mon",
    "mont",  "n.d",  "neb",  "nev",  "okla", "ore",  "oz",   "p.m",  "pa",   "penn",  "ph.d",
    "plc",   "pty",  "que",  "rd",   "sat",  "sq",   "sr",   "tenn", "tex",  "thu",   "thur",
    "thurs", "tue",  "tues", "univ", "va",   "vt",   "wash", "wed",  "wis",  "wyo",
};

/* Words that are abbreviations only with a capital: "La." but "la.", "No." but "no.". */
static const char *const capital_only[] = {
    "adj",  "adm", "ala",  "amb",  "apr", "ariz", "ark",  "art",  "ave", "brig", "calif",
    "ch",   "col", "colo", "conn", "dec", "fla",  "fr",   "fri",  "ga",  "gen",  "hon",
    "ill",  "jan", "jr",   "jul",  "jun", "kan",  "ky",   "la",   "mar", "mass", "md",
    "mich", "min", "minn", "mo",   "mon", "mont", "mr",   "ms",   "mt",  "neb",  "nev",
    "no",   "nov", "oct",  "ore",  "pa",  "penn", "pres", "que",  "rep", "rev",  "sat",
    "sen",  "sr",  "st",   "sun",  "tex", "va",   "vt",   "wash", "wed", "wis",  "wyo",
};

abbrev_class word_abbrev(dm_str word)
{
    if (!word.len)
        return ABBREV_NONE;
    bool small = word.ptr[0] >= 'a' && word.ptr[0] <= 'z';
    if (small && LISTED(word, capital_only))
        return ABBREV_NONE;
    if (LISTED(word, titles))
        return ABBREV_TITLE;
    if (LISTED(word, before_numbers))
        return ABBREV_NUMBER;
    if (LISTED(word, inside))
        return ABBREV_INSIDE;
    return LISTED(word, either) ? ABBREV_EITHER : ABBREV_NONE;
}

static const char *const prefixes[] = {
    "anti",  "arch", "bi",     "bio",    "co",    "counter", "cross", "cyber", "de",    "e",
    "eco",   "ex",   "extra",  "geo",    "hyper", "infra",   "inter", "intra", "macro", "mega",
    "micro", "mid",  "mini",   "multi",  "neo",   "non",     "over",  "pan",   "para",  "post",
    "pre",   "pro",  "pseudo", "psycho", "re",    "semi",    "socio", "sub",   "super", "tele",
    "trans", "tri",  "uh",     "ultra",  "un",    "uni",     "vice",
};
static const char *const suffixes[] = {
    "esque", "fold", "ish", "less", "wise",
};

bool word_is_prefix(dm_str word)
{
    return LISTED(word, prefixes);
}

bool word_is_suffix(dm_str word)
{
    return LISTED(word, suffixes);
}

static const char *const starters[] = {
    "a",       "after",     "all",   "although", "an",    "and",     "another", "as",
    "at",      "before",    "both",  "but",      "by",    "despite", "during",  "each",
    "even",    "every",     "for",   "from",     "he",    "her",     "here",    "his",
    "how",     "however",   "i",     "if",       "in",    "it",      "its",     "last",
    "many",    "meanwhile", "more",  "most",     "my",    "no",      "not",     "now",
    "of",      "on",        "one",   "only",     "or",    "other",   "others",  "our",
    "several", "she",       "since", "so",       "some",  "such",    "that",    "the",
    "their",   "then",      "there", "these",    "they",  "this",    "those",   "though",
    "to",      "under",     "until", "we",       "what",  "when",    "where",   "which",
    "while",   "who",       "why",   "with",     "would", "yet",     "you",     "your",
};

bool word_starts_sentence(dm_str word)
{
    return LISTED(word, starters);
}

static const char *const units[] = {
    "am", "b",   "bn", "c",   "cc", "cm",  "f",   "ft", "g",  "gb",  "gw",
    "h",  "hp",  "hr", "hrs", "hz", "k",   "kb",  "kg", "km", "kph", "kw",
    "lb", "lbs", "m",  "mb",  "mg", "mi",  "min", "ml", "mm", "mph", "mw",
    "oz", "pm",  "sq", "tb",  "tn", "trn", "v",   "w",  "yr", "yrs",
};

bool word_is_unit(dm_str word)
{
    return LISTED(word, units);
}

static const char *const says[] = {
    "added",    "adds",     "admitted",  "announced", "argued", "asked", "asks",
    "claimed",  "declared", "explained", "insisted",  "joked",  "noted", "quoted",
    "recalled", "remarked", "replied",   "reported",  "said",   "says",  "shouted",
    "stated",   "told",     "tweeted",   "warned",    "wrote",
};

bool word_is_say(dm_str word)
{
    return LISTED(word, says);
}

static const struct {
    const char *word;
    size_t cut;
} fused[] = {
    {"aint", 2},  {"alot", 1},     {"arnt", 2},  {"heres", 4},   {"hes", 2},
    {"shes", 3},  {"theres", 5},   {"whats", 4}, {"arent", 3},   {"cannot", 3},
    {"cant", 2},  {"couldnt", 5},  {"didnt", 3}, {"doesnt", 4},  {"dont", 2},
    {"gimme", 3}, {"gonna", 3},    {"gotta", 3}, {"hasnt", 3},   {"havent", 4},
    {"im", 1},    {"isnt", 2},     {"ive", 1},   {"lemme", 3},   {"lotta", 3},
    {"outta", 3}, {"shouldnt", 6}, {"thats", 4}, {"theyre", 4},  {"wanna", 3},
    {"wasnt", 3}, {"werent", 4},   {"wont", 2},  {"wouldnt", 5}, {"youll", 3},
    {"youre", 3}, {"youve", 3},
};

static size_t fused_cut(dm_str word)
{
    short_word s = lowered(word);
    for (size_t i = 0; s.len && i < sizeof fused / sizeof fused[0]; i++) {
        if (strcmp(s.text, fused[i].word) == 0)
            return word.len == 2 && word.ptr[0] != 'i' ? 0 : fused[i].cut;
    }
    return 0;
}

/* Bytes of the apostrophe that ends at `at`, or 0. */
static size_t apostrophe_before(dm_str w, size_t at)
{
    if (at >= 1 && w.ptr[at - 1] == '\'')
        return 1;
    return at >= 3 && memcmp(w.ptr + at - 3, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

size_t word_cut(dm_str w)
{
    static const char *const tails[] = {
        "d", "ll", "m", "re", "s", "ve",
    };
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        dm_str tail = str_z(tails[i]);
        if (w.len <= tail.len || !str_eq_nocase(str_slice(w, w.len - tail.len, w.len), tail))
            continue;
        size_t mark = apostrophe_before(w, w.len - tail.len);
        if (mark && w.len > tail.len + mark)
            return w.len - tail.len - mark;
    }
    size_t mark = w.len ? apostrophe_before(w, w.len - 1) : 0;
    if (mark && (w.ptr[w.len - 1] | 32) == 't' && w.len >= mark + 3 &&
        (w.ptr[w.len - mark - 2] | 32) == 'n')
        return w.len - mark - 2;
    if (w.len > 2 && w.ptr[w.len - 2] == '`' && w.ptr[w.len - 1] == 's')
        return w.len - 2;
    return fused_cut(w);
}

/* What follows "it's", never the possessive "its"; what follows "you're"; what "let's" do;
 * what somebody says of himself after "I'm". */
static const char *const after_its[] = {
    "a",       "all",     "also",   "an",     "because", "been", "called", "definitely", "for",
    "from",    "getting", "going",  "gonna",  "in",      "just", "like",   "my",         "not",
    "nothing", "on",      "really", "simply", "so",      "that", "the",    "this",       "time",
    "to",      "too",     "what",   "where",  "worth",   "your",
};
static const char *const after_your[] = {
    "a",  "an",     "getting", "going",   "gonna", "in",  "just",   "looking", "not",
    "on", "saying", "so",      "talking", "the",   "too", "trying", "very",    "welcome",
};
static const char *const after_lets[] = {
    "all",  "ask",  "be",   "call",  "do",   "face", "find", "get",  "give", "go",   "have",
    "hear", "hope", "just", "keep",  "look", "make", "meet", "move", "not",  "plan", "play",
    "put",  "say",  "see",  "start", "stay", "stop", "take", "talk", "try",  "wait", "work",
};
static const char *const after_im[] = {
    "a",    "about", "afraid", "already", "also", "an",  "at",     "from", "glad",    "happy",
    "here", "in",    "just",   "not",     "now",  "ok",  "on",     "only", "pretty",  "really",
    "so",   "sorry", "still",  "sure",    "the",  "too", "trying", "very", "worried",
};

size_t word_cut_before(dm_str word, dm_str next, bool clause)
{
    if (!next.len || next.ptr[0] < 'a')
        return 0;
    if (str_eq_nocase(word, STR("its")))
        return LISTED(next, after_its) ? 2 : 0;
    if (str_eq_nocase(word, STR("your")))
        return LISTED(next, after_your) ? 3 : 0;
    if (str_eq_nocase(word, STR("lets")))
        return clause && LISTED(next, after_lets) ? 3 : 0;
    if (str_eq(word, STR("Im")))
        return LISTED(next, after_im) || str_ends(next, STR("ing")) ? 1 : 0;
    return 0;
}
