/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
const opt_row common_rows[] = {
    { "help",     'h', OPT_FLAG,   offsetof(common_options, help),     NULL, "show this help", NULL },
    { "quiet",    'q', OPT_FLAG,   offsetof(common_options, quiet),    NULL, "print no summary and no progress", NULL },
    { "verbose",  'v', OPT_FLAG,   offsetof(common_options, verbose),  NULL, "say what is done", NULL },
    { "color",    0,   OPT_CHOICE, offsetof(common_options, color),    "auto|always|never", "colours on a terminal", NULL },
    { "no-color", 0,   OPT_FLAG,   offsetof(common_options, no_color), NULL, "no colours", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
/* clang-format on */

static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(b), row[64];
    if (n >= 63)
        return 64;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t up = row[j], best = diagonal + (a[i - 1] != b[j - 1]);
            if (up + 1 < best)
                best = up + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = up;
            row[j] = best;
        }
    }
    return row[n];
}

const char *opt_nearest(const char *word, const char *const *candidates, size_t count)
{
    const char *best = NULL;
    size_t least = strlen(word) / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        size_t d = distance(word, candidates[i]);
        if (d < least) {
            least = d;
            best = candidates[i];
        }
    }
    return best;
}

static const opt_row *row_find(const opt_row *rows, const char *name, size_t len, char letter)
{
    for (const opt_row *r = rows; r && r->name; r++) {
        if (letter ? r->letter == letter
                   : strlen(r->name) == len && !strncmp(r->name, name, len))
            return r;
    }
    return NULL;
}

static dm_status unknown(const opt_row *rows, const char *arg, dm_error *err)
{
    const char *names[64];
    size_t n = 0;
    for (const opt_row *r = rows; r && r->name && n < 48; r++)
        names[n++] = r->name;
    for (const opt_row *r = common_rows; r->name && n < 64; r++)
        names[n++] = r->name;
    const char *near = arg[1] == '-' ? opt_nearest(arg + 2, names, n) : NULL;
    if (near)
        return dm_fail(err, DM_EUSAGE, "unknown option '%s'; did you mean --%s?", arg, near);
    return dm_fail(err, DM_EUSAGE, "unknown option '%s'", arg);
}

static bool is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);
    for (const char *p = choices; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
        if (strncmp(p, value, len) == 0 && (p[len] == '|' || p[len] == '\0'))
            return true;
    }
    return false;
}

static dm_status store(const opt_row *r, void *slot, const char *value, dm_error *err)
{
    char *end;
    errno = 0;
    switch (r->kind) {
    case OPT_FLAG:
        *(bool *)slot = true;
        return DM_OK;
    case OPT_CHOICE:
        if (!is_choice(r->arg, value))
            return dm_fail(err, DM_EUSAGE, "--%s is one of %s, not '%s'", r->name, r->arg,
                           value);
        *(const char **)slot = value;
        return DM_OK;
    case OPT_TEXT:
        *(const char **)slot = value;
        return DM_OK;
    case OPT_COUNT:
        *(uint64_t *)slot = strtoull(value, &end, 10);
        if (errno || end == value || *end || *value == '-')
            return dm_fail(err, DM_EUSAGE, "--%s wants a whole number, not '%s'", r->name,
                           value);
        return DM_OK;
    case OPT_REAL:
        *(double *)slot = strtod(value, &end);
        if (errno || end == value || *end)
            return dm_fail(err, DM_EUSAGE, "--%s wants a number, not '%s'", r->name, value);
        return DM_OK;
    }
    return dm_fail(err, DM_EINTERNAL, "--%s has no kind", r->name);
}

typedef struct {
    const opt_row *rows;
    void *options;
    common_options *common;
    int argc, at;
    char **argv;
} opt_reader;

static dm_status take(opt_reader *o, const char *arg, dm_error *err)
{
    bool is_long = arg[1] == '-';
    const char *name = arg + 2, *equals = is_long ? strchr(name, '=') : NULL;
    size_t len = equals ? (size_t)(equals - name) : is_long ? strlen(name) : 0;
    char letter = is_long ? '\0' : arg[1];
    const opt_row *r = row_find(o->rows, name, len, letter);
    void *base = o->options;
    if (!r) {
        r = row_find(common_rows, name, len, letter);
        base = o->common;
    }
    if (!r)
        return unknown(o->rows, arg, err);
    const char *value = equals ? equals + 1 : !is_long && arg[2] ? arg + 2 : NULL;
    if (r->kind == OPT_FLAG && value)
        return dm_fail(err, DM_EUSAGE, "--%s takes no value", r->name);
    if (r->kind != OPT_FLAG && !value && r->optional)
        value = r->optional;
    if (r->kind != OPT_FLAG && !value) {
        if (o->at + 1 >= o->argc)
            return dm_fail(err, DM_EUSAGE, "--%s needs a value: %s", r->name, r->arg);
        value = o->argv[++o->at];
    }
    return store(r, (char *)base + r->offset, value, err);
}

dm_status opt_parse(const opt_row *rows, void *options, common_options *common, int argc,
                    char **argv, int *operands, dm_error *err)
{
    opt_reader o = {rows, options, common, argc, 1, argv};
    int kept = 0;
    bool only_operands = false;
    for (; o.at < argc; o.at++) {
        char *arg = argv[o.at];
        if (only_operands || arg[0] != '-' || !arg[1]) {
            argv[kept++] = arg;
        } else if (strcmp(arg, "--") == 0) {
            only_operands = true;
        } else {
            DM_TRY(take(&o, arg, err));
        }
    }
    *operands = kept;
    return DM_OK;
}

static void print_rows(const opt_row *rows)
{
    for (const opt_row *r = rows; r && r->name; r++) {
        char left[96];
        int n = snprintf(left, sizeof left, "  %c%c%c --%s", r->letter ? '-' : ' ',
                         r->letter ? r->letter : ' ', r->letter ? ',' : ' ', r->name);
        if (r->arg && n > 0 && (size_t)n < sizeof left)
            (void)snprintf(left + n, sizeof left - (size_t)n, r->optional ? "[=%s]" : " %s",
                           r->arg);
        if (strlen(left) < 32)
            (void)printf("%-32s %s\n", left, r->about);
        else
            (void)printf("%s\n%-32s %s\n", left, "", r->about);
    }
}

void opt_help(const cli_command *c)
{
    (void)printf("usage: dramatis %s%s%s%s\n\n%s\n", c->name,
                 c->rows && c->rows->name ? " [option]..." : "", *c->operands ? " " : "",
                 c->operands, c->about);
    if (c->examples)
        (void)printf("\nexamples:\n%s", c->examples);
    (void)printf("\noptions:\n");
    print_rows(c->rows);
    print_rows(common_rows);
}
