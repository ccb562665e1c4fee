/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/gexf_times.h"

#include "files/attrs.h"

bool gexf_is_dynamic(const dm_graph *g)
{
    return attr_find(g->attrs, g->attr_count, STR("timeline")) != NULL;
}

void gexf_mode(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    if (!gexf_is_dynamic(g))
        out_z(out, " mode=\"static\"");
    else if (o->gexf == GEXF_12)
        out_z(out, " mode=\"dynamic\" timeformat=\"date\"");
    else
        out_z(out, " mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\"");
}

static bool is_day(dm_str s)
{
    bool good = s.len == 10 && s.ptr[4] == '-' && s.ptr[7] == '-';
    for (size_t i = 0; good && i < 10; i++)
        good = i == 4 || i == 7 || (s.ptr[i] >= '0' && s.ptr[i] <= '9');
    return good;
}

static bool is_interval(dm_str first, dm_str last)
{
    return is_day(first) && is_day(last) && str_cmp(first, last) <= 0;
}

static dm_str value(const dm_attr *attrs, uint32_t count, dm_str name)
{
    const dm_attr *a = attr_find(attrs, count, name);
    return a ? a->text : STR("");
}

static void interval(dm_str first, dm_str last, dm_out *out)
{
    out_fmt(out, " start=\"%.*s\" end=\"%.*s\"", STR_ARG(first), STR_ARG(last));
}

void gexf_interval(const dm_attr *attrs, uint32_t count, dm_out *out)
{
    dm_str first = value(attrs, count, STR("start")), last = value(attrs, count, STR("end"));
    if (!value(attrs, count, STR("spells")).len && is_interval(first, last))
        interval(first, last, out);
}

void gexf_spells(const dm_attr *attrs, uint32_t count, dm_out *out)
{
    dm_str rest = value(attrs, count, STR("spells"));
    bool open = false;
    while (rest.len) {
        dm_str last, first = str_cut(str_trim(str_cut(rest, ';', &rest)), '/', &last);
        if (!is_interval(first, last))
            continue;
        out_z(out, open ? "" : "        <spells>\n");
        open = true;
        out_z(out, "          <spell");
        interval(first, last, out);
        out_z(out, "/>\n");
    }
    out_z(out, open ? "        </spells>\n" : "");
}
