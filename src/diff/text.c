/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference for people. */
#include "base/num.h"
#include "base/utf8.h"
#include "diff/diff.h"
#include "files/columns.h"
#include "files/xml_text.h"

#define GREEN  "\033[32m"
#define RED    "\033[31m"
#define YELLOW "\033[33m"
#define BOLD   "\033[1m"
#define DIM    "\033[2m"
#define PLAIN  "\033[0m"

#define QUOTE_MAX 160

typedef struct {
    const dm_diff *d;
    dm_buf *out;
    bool colour;
    dm_arena scratch;
} printer;

static void put(printer *p, const char *z)
{
    buf_add(p->out, str_z(z));
}

static void style(printer *p, const char *code)
{
    if (p->colour)
        put(p, code);
}

/* Without line breaks and control characters, whatever a file brings. */
static dm_str clean(printer *p, dm_str s)
{
    return xml_token(&p->scratch, s);
}

static void pad(printer *p, size_t used, size_t width)
{
    for (; used < width; used++)
        buf_byte(p->out, ' ');
}

static void mark(printer *p, char sign)
{
    style(p, sign == '+' ? GREEN : sign == '-' ? RED : YELLOW);
    buf_byte(p->out, sign);
    buf_byte(p->out, ' ');
}

static void heading(printer *p, const char *title)
{
    put(p, "\n");
    style(p, BOLD);
    put(p, title);
    style(p, PLAIN);
    put(p, "\n");
}

static const dm_gnode *node_of(const dm_diff *d, const dm_pair *pair)
{
    return pair->b != DIFF_NONE ? &d->b->nodes[pair->b] : &d->a->nodes[pair->a];
}

static const dm_gedge *edge_of(const dm_diff *d, const dm_pair *pair, const dm_graph **g)
{
    *g = pair->b != DIFF_NONE ? d->b : d->a;
    return pair->b != DIFF_NONE ? &d->b->edges[pair->b] : &d->a->edges[pair->a];
}

static char sign_of(const dm_pair *pair)
{
    return pair->a == DIFF_NONE ? '+' : pair->b == DIFF_NONE ? '-' : '~';
}

static void count_line(printer *p, const char *what, uint32_t a, uint32_t b,
                       const dm_diff_count *c, double similarity)
{
    buf_fmt(p->out, "%-6s %5u -> %-5u  +%u -%u ~%u  %.0f %% alike\n", what, a, b, c->added,
            c->removed, c->changed, 100 * similarity);
}

static void summary(printer *p)
{
    const dm_diff *d = p->d;
    style(p, BOLD);
    dm_str a = clean(p, d->a->id.len ? d->a->id : STR("first")),
           b = clean(p, d->b->id.len ? d->b->id : STR("second"));
    buf_fmt(p->out, "%.*s -> %.*s", STR_ARG(a), STR_ARG(b));
    style(p, PLAIN);
    put(p, "\n");
    count_line(p, "nodes", d->a->node_count, d->b->node_count, &d->node, d->node_similarity);
    count_line(p, "edges", d->a->edge_count, d->b->edge_count, &d->edge, d->edge_similarity);
    if (d->same)
        put(p, "nothing differs\n");
}

static void value(printer *p, dm_str s)
{
    s = clean(p, s);
    buf_add(p->out, s.len ? s : STR("(none)"));
}

static void changes(printer *p, const dm_pair *pair)
{
    for (uint32_t i = 0; i < pair->change_count; i++) {
        buf_fmt(p->out, "%s%s ", i ? ", " : "  ", pair->changes[i].field);
        value(p, pair->changes[i].before);
        put(p, " -> ");
        value(p, pair->changes[i].after);
    }
}

static size_t label_width(printer *p)
{
    size_t width = 0;
    for (uint32_t i = 0; i < p->d->node_count; i++) {
        const dm_pair *pair = &p->d->nodes[i];
        size_t n = utf8_count(clean(p, node_label(node_of(p->d, pair))));
        if ((sign_of(pair) != '~' || pair->change_count) && n > width && n <= 40)
            width = n;
    }
    return width;
}

static void node_line(printer *p, const dm_pair *pair, size_t width)
{
    const dm_gnode *n = node_of(p->d, pair);
    dm_str label = clean(p, node_label(n)), kind = clean(p, n->kind);
    mark(p, sign_of(pair));
    buf_add(p->out, label);
    style(p, PLAIN);
    pad(p, utf8_count(label), width);
    if (sign_of(pair) == '~')
        changes(p, pair);
    else
        buf_fmt(p->out, "  %.*s", STR_ARG(kind));
    put(p, "\n");
}

static void node_lines(printer *p, char sign, size_t width)
{
    for (uint32_t i = 0; i < p->d->node_count; i++) {
        const dm_pair *pair = &p->d->nodes[i];
        if (sign_of(pair) == sign && (sign != '~' || pair->change_count))
            node_line(p, pair, width);
    }
}

/* One piece of evidence, cut at a blank when long. */
static void quote(printer *p, const dm_gedge *e)
{
    dm_str s = e->evidence_count ? clean(p, e->evidence[0].quote) : STR("");
    if (!s.len)
        return;
    bool cut = s.len > QUOTE_MAX;
    if (cut) {
        size_t end = QUOTE_MAX;
        while (end > QUOTE_MAX / 2 && s.ptr[end] != ' ')
            end--;
        while (end && ((unsigned char)s.ptr[end] & 0xC0) == 0x80)
            end--;
        s.len = end;
    }
    style(p, DIM);
    buf_fmt(p->out, "      \"%.*s%s\"", STR_ARG(s), cut ? " ..." : "");
    style(p, PLAIN);
    put(p, "\n");
}

static void edge_line(printer *p, const dm_pair *pair)
{
    const dm_graph *g;
    const dm_gedge *e = edge_of(p->d, pair, &g);
    bool words = str_eq(e->relation, STR("open")) || !e->relation.len;
    dm_str what = clean(p, words && e->predicate.len ? e->predicate : e->relation);
    mark(p, sign_of(pair));
    buf_add(p->out, clean(p, node_label(&g->nodes[e->source])));
    buf_fmt(p->out, " -%s%.*s%s ", str_eq(e->polarity, STR("negated")) ? "not " : "",
            STR_ARG(what), e->symmetric || !g->directed ? "-" : "->");
    buf_add(p->out, clean(p, node_label(&g->nodes[e->target])));
    style(p, PLAIN);
    if (e->modality.len && !str_eq(e->modality, STR("asserted")))
        buf_fmt(p->out, "  (%.*s)", STR_ARG(clean(p, e->modality)));
    if (sign_of(pair) == '~')
        changes(p, pair);
    put(p, "\n");
    if (sign_of(pair) != '~')
        quote(p, e);
}

static void edge_lines(printer *p, char sign)
{
    for (uint32_t i = 0; i < p->d->edge_count; i++) {
        const dm_pair *pair = &p->d->edges[i];
        if (sign_of(pair) == sign && (sign != '~' || pair->change_count))
            edge_line(p, pair);
    }
}

static void rank_lines(printer *p)
{
    const dm_diff *d = p->d;
    size_t width = 0;
    for (uint32_t i = 0; i < d->rank_count; i++) {
        size_t n = utf8_count(clean(p, node_label(node_of(d, &d->nodes[d->ranks[i].pair]))));
        width = n > width && n <= 40 ? n : width;
    }
    for (uint32_t i = 0; i < d->rank_count; i++) {
        const dm_rank_change *r = &d->ranks[i];
        dm_str label = clean(p, node_label(node_of(d, &d->nodes[r->pair])));
        bool up = r->rank_b < r->rank_a;
        style(p, up ? GREEN : RED);
        buf_fmt(p->out, "%s ", up ? "\xE2\x86\x91" : "\xE2\x86\x93");
        buf_add(p->out, label);
        style(p, PLAIN);
        pad(p, utf8_count(label), width);
        buf_fmt(p->out, "  %3u -> %-3u  %s -> %s\n", r->rank_a, r->rank_b,
                num_text(r->value_a).text, num_text(r->value_b).text);
    }
}

static bool any(const dm_diff_count *c)
{
    return c->added || c->removed || c->changed;
}

void diff_text(const dm_diff *d, bool colour, dm_buf *out)
{
    static const char signs[] = "+-~";
    printer p = {.d = d, .out = out, .colour = colour};
    summary(&p);
    if (any(&d->node))
        heading(&p, "Nodes");
    size_t width = label_width(&p);
    for (size_t i = 0; i < 3; i++)
        node_lines(&p, signs[i], width);
    if (any(&d->edge))
        heading(&p, "Edges");
    for (size_t i = 0; i < 3; i++)
        edge_lines(&p, signs[i]);
    if (d->rank_count) {
        dm_str title = str_fmt(&p.scratch, "Ranks by %s", d->by);
        heading(&p, title.ptr);
        rank_lines(&p);
    }
    arena_free(&p.scratch);
}
