# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(events relate)
dm_test(event_sentences api)
