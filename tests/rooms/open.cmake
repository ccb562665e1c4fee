# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(open relate)
add_test(NAME cli.open COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/open.sh
    $<TARGET_FILE:dramatis_cli>)
dm_test(openie_eval eval)
