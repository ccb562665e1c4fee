# SPDX-License-Identifier: GPL-3.0-or-later
# From one article to an archive: merging, batches, queries.
add_test(NAME cli.batch COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/batch.sh
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR}/tests/data)
add_test(NAME cli.merge COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/merge.sh
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR}/tests/data)
dm_test(merge merge files)
dm_test(query query)
add_test(NAME cli.query COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/query.sh
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR}/tests/data)
# jing has only the copy of the schema that lies beside the project, when there is one
set(DM_TEST_PYTHON "python3" CACHE STRING "Python with the packages of tests/clients/requirements.txt")
set(DM_TEST_CLIENTS "${PROJECT_SOURCE_DIR}/build" CACHE PATH "Where tests/clients/setup.sh installed")
add_test(NAME client.archive COMMAND ${DM_TEST_PYTHON} ${PROJECT_SOURCE_DIR}/tests/clients/read_archive.py
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR}/tests/data/articles
    ${PROJECT_SOURCE_DIR}/src/files/dramatis.schema.json
    ${PROJECT_SOURCE_DIR}/../shared/data/schemas/gexf-1.3/gexf.rnc)
set_tests_properties(client.archive PROPERTIES ENVIRONMENT "DM_TEST_CLIENTS=${DM_TEST_CLIENTS}")
