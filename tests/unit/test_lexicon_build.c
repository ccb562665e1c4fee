/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The committed lexicon is what its sources give; skipped where the shared data are not. */
#include "base/file.h"
#include "test.h"
#include "train/lexicon.h"

#include <stdlib.h>
#include <unistd.h>

static void a_rebuild_gives_the_committed_file(void **state)
{
    (void)state;
    if (access(DM_SHARED_DATA "/gazetteers/world/README.md", R_OK) != 0) {
        print_message("SKIPPED: no shared data at %s\n", DM_SHARED_DATA);
        skip();
    }
    char path[] = "/tmp/dm_lexicon_XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    dm_error err = {0};
    dm_buf ours = {0}, rebuilt = {0};
    if (lexicon_compile(DM_SHARED_DATA, DM_OWN_DATA, path, &err) != DM_OK)
        fail_msg("%s", err.message);
    assert_int_equal(file_read(DM_LEXICON_FILE, 0, &ours, &err), DM_OK);
    assert_int_equal(file_read(path, 0, &rebuilt, &err), DM_OK);
    (void)remove(path);
    bool same = str_eq(buf_str(&ours), buf_str(&rebuilt));
    buf_free(&ours);
    buf_free(&rebuilt);
    assert_true(same);
}

static void a_missing_source_is_named(void **state)
{
    (void)state;
    dm_error err = {0};
    assert_int_equal(lexicon_compile("/nonexistent", DM_OWN_DATA, "/nonexistent/x", &err),
                     DM_EIO);
    assert_non_null(strstr(err.message, "ambiguous_names.tsv"));
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[2];
    size_t n = 0;
    TEST_ONE(tests, n, a_rebuild_gives_the_committed_file);
    TEST_ONE(tests, n, a_missing_source_is_named);
    return _cmocka_run_group_tests("lexicon build", tests, n, NULL, NULL);
}
