/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xml_text.h - text as XML 1.0 allows it: the only place that escapes XML.
 *
 * Control characters (U+0000-08, 0B, 0C, 0E-1F, U+FFFE, U+FFFF) cannot be written in XML at all
 * and are dropped; bad UTF-8 becomes U+FFFD.  Gephi turns "INF" inside a string attribute into
 * "Infinity" on import; no escape prevents that, labels and ids are safe. */
#ifndef DM_FILES_XML_TEXT_H
#define DM_FILES_XML_TEXT_H

#include "base/file.h"

/* Escaped for an attribute value in double quotes or for element content; line breaks and tabs
 * as character references, since parsers turn bare ones in attributes into blanks. */
void xml_escape(dm_buf *b, dm_str s);
void xml_out(dm_out *out, dm_str s);

/* White space runs as one blank, none at the ends, no control characters: xsd:token.  Labels
 * and ids go through it. */
dm_str xml_token(dm_arena *a, dm_str s);

/* s as an NMTOKEN, which GraphML's schema asks of ids, appended to b: ASCII letters, digits,
 * "-" and
 * "_" as they are, "/" as ":", every other byte as "." and two hex digits; no two texts meet.
 */
void xml_nmtoken(dm_buf *b, dm_str s);

/*  name="value" with a blank before; nothing when value is empty. */
void xml_attr(dm_out *out, const char *name, dm_str value);

#endif
