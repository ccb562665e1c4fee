# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(cast cast)
dm_test(coref cast)
dm_test(wishes api)
add_test(NAME cli.pairs COMMAND sh ${PROJECT_SOURCE_DIR}/tests/cli/pairs.sh
    $<TARGET_FILE:dramatis_cli>)
