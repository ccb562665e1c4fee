/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

bool cli_start(const cli_command *self, int argc, char **argv, void *options,
               common_options *common, int *operands, int *code)
{
    dm_error err = {0};
    *common = (common_options){.color = "auto"};
    if (opt_parse(self->rows, options, common, argc, argv, operands, &err) != DM_OK) {
        (void)fprintf(stderr, "dramatis %s: %s\ntry 'dramatis %s --help'\n", self->name,
                      err.message, self->name);
        *code = EXIT_USAGE;
        return false;
    }
    if (common->help) {
        opt_help(self);
        *code = EXIT_OK;
        return false;
    }
    return true;
}

int cli_fail(const dm_error *err)
{
    static const int code[DM_STATUS_COUNT] = {
        [DM_ENOMEM] = EXIT_INTERNAL, [DM_EIO] = EXIT_INPUT,    [DM_EINPUT] = EXIT_INPUT,
        [DM_EMODEL] = EXIT_INTERNAL, [DM_EUSAGE] = EXIT_USAGE, [DM_EINTERNAL] = EXIT_INTERNAL};
    (void)fprintf(stderr, "dramatis: %s\n", err->message);
    return (unsigned)err->code < DM_STATUS_COUNT ? code[err->code] : EXIT_INTERNAL;
}

int cli_usage(const cli_command *self, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    (void)fprintf(stderr, "dramatis %s: ", self->name);
    (void)vfprintf(stderr, fmt, ap);
    (void)fprintf(stderr, "\nusage: dramatis %s [option]... %s\n", self->name, self->operands);
    va_end(ap);
    return EXIT_USAGE;
}

#define WARNINGS_SHOWN 10

dm_status cli_wishes(const dm_wish_files *files, const common_options *common, dm_wishes **out,
                     dm_error *err)
{
    if (!files->aliases && !files->never_merge && !files->drop && !files->add_names)
        return DM_OK;
    DM_TRY(dm_wishes_open(files, out, err));
    size_t n = dm_wishes_warning_count(*out);
    for (size_t i = 0; i < n && i < WARNINGS_SHOWN && !common->quiet; i++)
        (void)fprintf(stderr, "dramatis: warning: %s\n", dm_wishes_warning(*out, i));
    if (n > WARNINGS_SHOWN && !common->quiet)
        (void)fprintf(stderr, "dramatis: and %zu warnings more\n", n - WARNINGS_SHOWN);
    return DM_OK;
}

void cli_losses(const dm_graph *g, const char *path, const dm_save_options *options,
                const common_options *common)
{
    size_t n = common->quiet ? 0 : dm_graph_losses(g, path, options);
    if (n)
        (void)fprintf(stderr,
                      "dramatis: warning: %zu text%s not fit this format (control characters, "
                      "escapes); what did not was left out or replaced\n",
                      n, n == 1 ? " does" : "s do");
}

void cli_conflicts(const dm_merger *merger, const common_options *common)
{
    size_t n = dm_merger_conflict_count(merger);
    for (size_t i = 0; i < n && i < WARNINGS_SHOWN && !common->quiet; i++)
        (void)fprintf(stderr,
                      "dramatis: warning: two different texts have the id '%s'; the one of the "
                      "later date is kept\n",
                      dm_merger_conflict(merger, i));
    if (n > WARNINGS_SHOWN && !common->quiet)
        (void)fprintf(stderr, "dramatis: and %zu ids more\n", n - WARNINGS_SHOWN);
}

bool cli_colour(const common_options *common, FILE *to)
{
    if (common->no_color || strcmp(common->color, "never") == 0)
        return false;
    if (strcmp(common->color, "always") == 0)
        return true;
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    return !(none && *none) && term && strcmp(term, "dumb") != 0 && isatty(fileno(to));
}

static size_t width(const char *z)
{
    return utf8_count(str_z(z));
}

static void pad(FILE *to, size_t n)
{
    (void)fprintf(to, "%*s", (int)n, "");
}

static void print_aligned(const dm_table *t, FILE *to)
{
    size_t columns = dm_table_columns(t), rows = dm_table_rows(t);
    size_t *wide = dm_calloc(columns, sizeof *wide);
    for (size_t c = 0; c < columns; c++) {
        wide[c] = width(dm_table_header(t, c));
        for (size_t r = 0; r < rows; r++) {
            size_t w = width(dm_table_cell(t, r, c));
            wide[c] = w > wide[c] ? w : wide[c];
        }
    }
    for (size_t r = 0; r <= rows; r++) {
        for (size_t c = 0; c < columns; c++) {
            const char *cell = r ? dm_table_cell(t, r - 1, c) : dm_table_header(t, c);
            bool right = dm_table_is_number(t, c);
            if (right)
                pad(to, wide[c] - width(cell));
            (void)fputs(cell, to);
            if (c + 1 < columns)
                pad(to, 2 + (right ? 0 : wide[c] - width(cell)));
        }
        (void)fputc('\n', to);
    }
    free(wide);
}

static void print_separated(const dm_table *t, char sep, FILE *to)
{
    for (size_t r = 0; r <= dm_table_rows(t); r++) {
        for (size_t c = 0; c < dm_table_columns(t); c++) {
            const char *cell = r ? dm_table_cell(t, r - 1, c) : dm_table_header(t, c);
            bool quote = sep == ',' && strpbrk(cell, ",\"\r\n");
            if (c)
                (void)fputc(sep, to);
            if (quote)
                (void)fputc('"', to);
            for (const char *p = cell; *p; p++) {
                if (*p == '"' && quote)
                    (void)fputc('"', to);
                (void)fputc(sep == '\t' && (*p == '\t' || *p == '\n') ? ' ' : *p, to);
            }
            if (quote)
                (void)fputc('"', to);
        }
        (void)fputc('\n', to);
    }
}

void cli_json_text(const char *z, FILE *to)
{
    (void)fputc('"', to);
    for (; *z; z++) {
        unsigned char c = (unsigned char)*z;
        if (c == '"' || c == '\\')
            (void)fprintf(to, "\\%c", c);
        else if (c < 0x20)
            (void)fprintf(to, "\\u%04x", (unsigned)c);
        else
            (void)fputc(c, to);
    }
    (void)fputc('"', to);
}

static void print_json(const dm_table *t, FILE *to)
{
    (void)fputs("[", to);
    for (size_t r = 0; r < dm_table_rows(t); r++) {
        (void)fputs(r ? ",\n  {" : "\n  {", to);
        bool first = true;
        for (size_t c = 0; c < dm_table_columns(t); c++) {
            const char *cell = dm_table_cell(t, r, c);
            if (!*cell)
                continue; /* absent = key left out */
            (void)fputs(first ? "" : ", ", to);
            first = false;
            cli_json_text(dm_table_header(t, c), to);
            (void)fputs(": ", to);
            if (dm_table_is_number(t, c))
                (void)fputs(cell, to);
            else
                cli_json_text(cell, to);
        }
        (void)fputs("}", to);
    }
    (void)fputs("\n]\n", to);
}

static void print_markdown(const dm_table *t, FILE *to)
{
    for (size_t r = 0; r <= dm_table_rows(t); r++) {
        for (size_t c = 0; c < dm_table_columns(t); c++) {
            const char *cell = r ? dm_table_cell(t, r - 1, c) : dm_table_header(t, c);
            (void)fputs("| ", to);
            for (const char *p = cell; *p; p++)
                (void)fprintf(to, *p == '|' ? "\\%c" : "%c", *p);
            (void)fputc(' ', to);
        }
        (void)fputs("|\n", to);
        for (size_t c = 0; r == 0 && c < dm_table_columns(t); c++)
            (void)fputs(dm_table_is_number(t, c) ? "|---:" : "|---", to);
        if (r == 0)
            (void)fputs("|\n", to);
    }
}

dm_status cli_print_table(const dm_table *t, const char *format, FILE *to, dm_error *err)
{
    if (!format)
        print_aligned(t, to);
    else if (strcmp(format, "csv") == 0)
        print_separated(t, ',', to);
    else if (strcmp(format, "tsv") == 0)
        print_separated(t, '\t', to);
    else if (strcmp(format, "json") == 0)
        print_json(t, to);
    else
        print_markdown(t, to);
    if (fflush(to) != 0 || ferror(to))
        return dm_fail(err, DM_EIO, "cannot write: %s", strerror(errno));
    return DM_OK;
}

dm_status cli_read_graphs(char **paths, int count, const char *format, dm_graph **graphs,
                          dm_error *err)
{
    for (int i = 0; i < count; i++)
        DM_TRY(dm_graph_read(paths[i], format, &graphs[i], err));
    return DM_OK;
}

void cli_graph_names(char **paths, int count, dm_arena *a, const char **out)
{
    size_t shared = 0;
    for (size_t k = 0; count > 1 && paths[0][k]; k++) {
        bool same = true;
        for (int i = 1; i < count; i++)
            same = same && strncmp(paths[0], paths[i], k + 1) == 0;
        if (!same)
            break;
        shared = paths[0][k] == '/' ? k + 1 : shared;
    }
    for (int i = 0; i < count; i++) {
        dm_str name = str_slice(str_z(paths[i]), shared, SIZE_MAX);
        if (str_ends(name, STR(".json")))
            name.len -= 5;
        out[i] = str_dup(a, name).ptr;
    }
}
