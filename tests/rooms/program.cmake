# SPDX-License-Identifier: GPL-3.0-or-later
# The program from outside, and the house rules that a script can check.
add_test(NAME cli.program COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/cli.sh
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR}/tests/data)
add_test(NAME cli.graphs COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/graphs.sh
    $<TARGET_FILE:dramatis_cli> ${PROJECT_SOURCE_DIR})
add_test(NAME lint.layers COMMAND ${CMAKE_COMMAND} -DSRC=${PROJECT_SOURCE_DIR}/src
    -P ${PROJECT_SOURCE_DIR}/tests/lint/layers.cmake)
add_test(NAME lint.functions COMMAND ${CMAKE_COMMAND} -DSRC=${PROJECT_SOURCE_DIR}/src -DLIMIT=80
    -P ${PROJECT_SOURCE_DIR}/tests/lint/functions.cmake)
add_test(NAME lint.header COMMAND sh ${PROJECT_SOURCE_DIR}/tests/lint/header.sh
    ${PROJECT_SOURCE_DIR}/include $<TARGET_FILE:dramatis>)
add_test(NAME lint.install COMMAND sh ${PROJECT_SOURCE_DIR}/tests/lint/install.sh ${PROJECT_BINARY_DIR})
add_test(NAME cli.wishes COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/wishes.sh
    $<TARGET_FILE:dramatis_cli>)
add_test(NAME cli.reading COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/reading.sh
    $<TARGET_FILE:dramatis_cli>)
