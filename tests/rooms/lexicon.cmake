# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(lexicon lexicon)
target_compile_definitions(test_lexicon PRIVATE DM_LEXICON_FILE="${DM_LEXICON_FILE}")
if(TARGET dm_train_lexicon)
    dm_test(lexicon_build train_lexicon)
    target_compile_definitions(test_lexicon_build PRIVATE
        DM_LEXICON_FILE="${DM_LEXICON_FILE}"
        DM_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared/data"
        DM_OWN_DATA="${PROJECT_SOURCE_DIR}/src/train/data")
endif()
