# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(states relate)
target_compile_definitions(test_states PRIVATE
    DM_TEST_STATES="${PROJECT_SOURCE_DIR}/src/model/data/states.dmm")
