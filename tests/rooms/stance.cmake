# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(stance eval)
dm_test(when eval)
