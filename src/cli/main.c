/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const cli_command *const commands[] = {
    &cmd_extract, &cmd_central, &cmd_annotate,  &cmd_diff,  &cmd_convert, &cmd_merge,
    &cmd_query,   &cmd_stats,   &cmd_relations, &cmd_kinds, &cmd_formats,
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

/* Developer commands are programs of their own beside this one (dramatis-eval ...), so that the
 * trainers' libraries are not loaded to read an article. */
static const char *const developer[] = {"eval", "train", "bench"};
enum { DEVELOPER = sizeof developer / sizeof developer[0] };

static void print_help(FILE *to)
{
    (void)fprintf(
        to, "usage: dramatis COMMAND [option]... [operand]...\n\n"
            "From a news article to its cast: who is in it, how they stand to each other,\n"
            "who is central - as a graph that opens in Gephi.\n\n"
            "  dramatis extract article.txt -o cast.gexf\n\n"
            "commands:\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *about = commands[i]->about, *end = strchr(about, '\n');
        (void)fprintf(to, "  %-10s %.*s\n", commands[i]->name,
                      end ? (int)(end - about) : (int)strlen(about), about);
    }
    (void)fprintf(to, "  eval, train, bench: scores, models and speed, for developers\n\n"
                      "'dramatis COMMAND --help' tells the rest.\n");
}

static int run_developer(char **argv)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 32);
    char *slash = NULL;
    if (n > 0) {
        path[n] = '\0';
        slash = strrchr(path, '/');
    }
    if (slash) {
        (void)snprintf(slash + 1, 31, "dramatis-%.16s", argv[1]);
        (void)execv(path, argv + 1);
    }
    (void)fprintf(stderr,
                  "dramatis: the program dramatis-%s is not beside this one; build it with "
                  "-DDM_BUILD_TRAIN=ON\n",
                  argv[1]);
    return EXIT_USAGE;
}

static int unknown_command(const char *word)
{
    const char *names[COMMANDS + DEVELOPER];
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i]->name;
    for (size_t i = 0; i < DEVELOPER; i++)
        names[COMMANDS + i] = developer[i];
    const char *near = opt_nearest(word, names, COMMANDS + DEVELOPER);
    (void)fprintf(stderr, "dramatis: no command is called '%s'", word);
    (void)fprintf(stderr, near ? "; did you mean '%s'?\n" : "\n", near);
    (void)fprintf(stderr, "try 'dramatis --help'\n");
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_DFL);
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)printf("dramatis %s (model %s)\n", dm_version(), dm_model_version());
        return EXIT_OK;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i]->name) == 0)
            return commands[i]->run(commands[i], argc - 1, argv + 1);
    }
    for (size_t i = 0; i < DEVELOPER; i++) {
        if (strcmp(argv[1], developer[i]) == 0)
            return run_developer(argv);
    }
    return unknown_command(argv[1]);
}
