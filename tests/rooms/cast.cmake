# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(cast cast)
dm_test(wishes api)
