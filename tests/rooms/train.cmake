# SPDX-License-Identifier: GPL-3.0-or-later
if(TARGET dm_train)
    dm_test(train_corpus train)
    dm_test(train_forward train)
    dm_test(train_gemm train)
    dm_test(train_state train)
    dm_test(train_swap train)
    dm_test(train_gradient train_double)
endif()
