# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(kernel engine)
dm_test(decode engine)
dm_test(conllu engine)
dm_test(parser engine)
dm_test(settle engine)
dm_test(parse_eval eval)
