/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html.h - a news page to its title, date, author and main text, with libxml2's lenient parser.
 *
 * The main text is the article, main or body element with most of the paragraph text;
 * navigation, asides, forms, captions and blocks whose class or id says what they are (share,
 * related, comments ...) are left out, and so are blocks made of links.  Hostile input: no
 * network, no entities, libxml2's limits on, nesting beyond DEPTH_LIMIT ignored.
 */
#ifndef DM_TEXT_HTML_H
#define DM_TEXT_HTML_H

#include "text/block.h"
#include "text/document.h"

/* Is it a page or part of one? Looks at the first kilobyte. */
bool html_looks_like(dm_str text);
/* The charset that the page declares, NULL when none or when the bytes are UTF-8 anyway. */
const char *html_charset(dm_str bytes, char room[32]);
/* markup (UTF-8) -> doc->text (title, blank line, paragraphs), metadata where empty, and the
 * blocks of doc->text.  DM_EINPUT when there is no text in it. */
DM_NODISCARD dm_status html_read(dm_str markup, bool keep_furniture, dm_document *doc,
                                 text_blocks *blocks, dm_error *err);

#endif
