/* SPDX-License-Identifier: GPL-3.0-or-later */
/* features.h - what speaks for or against a lasting relation of two entities of an article.
 *
 * Features are hashed triples (template, a, b) conjoined with the kinds of the two entities;
 * what each family is worth is in design/relations.md.  a and b are small numbers or hashes of
 * lower-cased words (top bit set).  Used by the classifier and, with labels, by its trainer:
 * both see the same code, so a feature cannot mean two things.
 */
#ifndef DM_RELATE_FEATURES_H
#define DM_RELATE_FEATURES_H

#include "relate/relation.h"

typedef enum {
    FEATURES_BIAS,
    FEATURES_NAME,
    FEATURES_FACT,
    FEATURES_AROUND,
    FEATURES_TITLE,
    FEATURES_DISTANCE,
    FEATURES_COUNTRY,
    FEATURES_BETWEEN,
    FEATURES_TREE,
    FEATURES_RULE,
    FEATURES_COUNT
} dm_feature_family;

typedef enum {
#define FEATURE(id, family, text) FEATURE_##id,
#include "relate/features.def"
#undef FEATURE
    FEATURE_COUNT
} dm_feature_id;

const char *feature_text(uint8_t id);
dm_feature_family feature_family(uint8_t id);
const char *feature_family_name(dm_feature_family f);

/* Where a hint at a country comes from: a fact list, or one of these. */
enum {
    HINT_OTHER_KIND = LIST_COUNT, /* the name is known, but as another kind of thing */
    HINT_NAME_DEMONYM,            /* a demonym inside the name */
    HINT_NAME_COUNTRY,
    HINT_NAME_PLACE, /* a city or region inside the name */
    HINT_BEFORE1,    /* a demonym one word before a mention */
    HINT_BEFORE3,
    HINT_BEFORE6,
    HINT_AFTER,
    HINT_COUNT
};

typedef struct {
    uint16_t country; /* two letters of the ISO code, first one in the high byte */
    uint8_t source;   /* HINT_ or dm_list */
    uint8_t office;   /* of a politician there, else OFFICE_none */
    uint8_t count;    /* how often it was seen, at most 255 */
    bool best;        /* the first country that this source names */
    uint8_t others;   /* how many countries this source names, at most 3 */
} dm_hint;

typedef struct {
    uint32_t begin, end, sentence;
} dm_place_in_text;

typedef struct {
    uint8_t id, role; /* template; 0 about the source, 1 about the target, 2 about the pair */
    uint32_t a, b;
} dm_feature;

typedef struct {
    uint32_t low;      /* hash of the lower-cased form, top bit set */
    uint32_t entity;   /* whose mention covers it, or ENTITY_NONE */
    uint16_t demonym;  /* country whose demonym covers the token, or 0 */
    uint16_t country;  /* country whose name covers it */
    uint16_t place;    /* country of the city or region that it names */
    uint8_t title;     /* dm_office of the title phrase that covers it */
    uint8_t title_len; /* tokens of that phrase; set on its last token only */
    bool capital, punct, skeleton;
} dm_space_token;

typedef struct {
    uint8_t kind;
    uint16_t country;     /* of a country: its code; of others the best hint, or 0 */
    dm_place_in_text *at; /* [M] the mentions that count, in order of text */
    uint32_t count;       /* M; can be 0 */
    dm_hint *hints;       /* [H] by source, then order found */
    uint32_t hint_count;
    dm_feature *alone; /* [A] what it shows by itself; role is set when used */
    uint32_t alone_count;
    uint32_t *words; /* [W] hashes of the words of its longest name */
    uint32_t word_count;
    uint32_t lists;                     /* bit per dm_list that knows it as this kind */
    uint32_t subkinds;                  /* bit per dm_subkind among those facts */
    uint64_t offices;                   /* bit per dm_office among those facts */
    uint64_t titles_left, titles_right; /* bit per dm_office beside a mention */
    uint32_t rank;                      /* 0: most mentioned of its kind */
    uint16_t near[2]; /* country named nearest before and after its first mention */
    uint32_t (*beside)[KIND_COUNT][2]; /* [B] nearest entity of each kind before, after */
    uint32_t beside_count;             /* B: the first mentions */
} dm_space_entity;

/* What a rule found: spans of both (empty when it has none there), the words that say it. */
typedef struct {
    uint32_t source, target;
    dm_rel rel;
    dm_place_in_text s, t;
    uint32_t from, to; /* trigger tokens */
    bool former, derived;
    const char *rule;
    float precision;
} dm_finding;

/* An article prepared for asking about pairs.  Lives in the document's arena. */
typedef struct {
    const dm_relate_input *in;
    dm_space_token *tokens;    /* [T] */
    dm_space_entity *entities; /* [E] */
    uint32_t country_count;    /* different countries among the entities */
    dm_finding *findings; /* [F] what the rules found, by source, target (relate/rules.h) */
    uint32_t finding_count;
} dm_space;

void space_build(const dm_relate_input *in, dm_space *out);

/* The features of one ordered pair, without repetition. */
typedef struct {
    uint32_t *hash; /* [F] with the kinds mixed in */
    dm_feature *what;
    size_t len, cap;
    uint32_t *seen; /* [SEEN] stamps against repetition */
    uint32_t stamp;
    uint32_t skip; /* bit per dm_feature_family to leave out (ablation) */
    uint32_t salt; /* of the pair's kinds */
    dm_space_entity const *s, *t;
} dm_feature_set;

void feature_set_free(dm_feature_set *f);
void feature_add(dm_feature_set *f, uint8_t role, dm_feature_id id, uint32_t a, uint32_t b);
void pair_features(const dm_space *space, uint32_t source, uint32_t target,
                   dm_feature_set *out);
/* Only what the words of one pair of mentions say (for choosing evidence); same sentence. */
void mention_features(const dm_space *space, uint32_t source, uint32_t target,
                      const dm_place_in_text *s, const dm_place_in_text *t,
                      dm_feature_set *out);
/* One feature in words: "word between: minister". */
dm_str feature_words(const dm_space *space, dm_arena *a, const dm_feature *f);

/* Shared by the parts of this module. */
#define WORD_MARK 0x80000000u
uint32_t word_hash(dm_str lower);
static inline uint16_t country_code(const char iso[3])
{
    unsigned code = iso[0] ? (unsigned)(unsigned char)iso[0] << 8 | (unsigned char)iso[1] : 0;
    return (uint16_t)code;
}
/* The smallest distances first: mention pairs in one sentence, at most cap; returns how many.
 */
typedef struct {
    const dm_place_in_text *s, *t;
    uint32_t gap; /* tokens between; 0 when they touch or overlap */
} dm_mention_pair;
uint32_t closest_pairs(const dm_space_entity *s, const dm_space_entity *t, dm_mention_pair *out,
                       uint32_t cap);
void country_features(const dm_space *space, const dm_space_entity *e, const dm_space_entity *c,
                      uint8_t role, dm_feature_set *out);
void path_features(const dm_space *space, const dm_mention_pair *p, bool closest,
                   dm_feature_set *out);

#endif
