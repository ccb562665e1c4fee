# SPDX-License-Identifier: GPL-3.0-or-later
# From one article to an archive: merging, batches, queries.
add_test(NAME cli.batch COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/batch.sh
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR}/tests/data)
add_test(NAME cli.merge COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/merge.sh
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR}/tests/data)
dm_test(query query)
