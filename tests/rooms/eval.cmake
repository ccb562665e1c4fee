# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(jsonl eval)
dm_test(name_eval eval)
dm_test(coref_eval eval)
dm_test(salience_eval eval)
