/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xml_read.h - pulling elements out of an XML text, for files that strangers wrote.
 *
 * libxml2's reader in constant memory, no network, no DTD loaded, entity declarations refused
 * (nothing can be expanded), its limits on depth (256) and on single texts (10 MB) left on.
 *
 *     while (xml_next(&x) == XML_START) ...
 */
#ifndef DM_FILES_XML_READ_H
#define DM_FILES_XML_READ_H

#include "base/str.h"

typedef enum { XML_END_OF_FILE, XML_START, XML_END, XML_TEXT, XML_BROKEN } dm_xml_event;

#define XML_ATTRS_MAX 32

typedef struct {
    void *reader; /* xmlTextReaderPtr */
    const char *place;
    dm_error *err; /* filled when the event is XML_BROKEN */
    bool pending_end;
    dm_xml_event event;
    dm_str name;          /* of the element, without prefix */
    dm_str text;          /* XML_TEXT */
    uint32_t line, depth; /* depth of the element: 0 is the root */
    struct {
        dm_str name, value; /* name without prefix */
    } attrs[XML_ATTRS_MAX];
    size_t attr_count;
    dm_buf shown; /* what name and attrs point into; overwritten by the next start */
} dm_xml;

DM_NODISCARD dm_status xml_open(dm_xml *x, dm_str bytes, const char *place, dm_error *err);
void xml_close(dm_xml *x);

dm_xml_event xml_next(dm_xml *x);
dm_str xml_get(const dm_xml *x, const char *name); /* "" when the element has none */
bool xml_is(const dm_xml *x, const char *name);
/* At a start: read on behind its end.  False when the file is broken. */
bool xml_skip(dm_xml *x);
/* The same, and all character data inside goes into b (which is emptied first). */
bool xml_content(dm_xml *x, dm_buf *b);
/* The next child element of the element at this depth: true at a start, false at its end. */
bool xml_child(dm_xml *x, uint32_t depth);

#endif
