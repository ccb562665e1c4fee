/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/xml_read.h"

#include <libxml/xmlreader.h>
#include <limits.h>

static dm_str z(const xmlChar *s)
{
    return str_z((const char *)s);
}

/* The first thing that libxml2 finds wrong, as one line. */
static void note_error(void *arg, xmlErrorPtr e)
{
    dm_xml *x = arg;
    if (x->event == XML_BROKEN || !e || e->level < XML_ERR_ERROR)
        return;
    dm_str what = str_trim(str_z(e->message ? e->message : "not well-formed"));
    dm_str rest;
    what = str_cut(what, '\n', &rest);
    x->event = XML_BROKEN;
    (void)dm_fail(x->err, DM_EINPUT, "%s: line %d: %.*s", x->place, e->line,
                  (int)(what.len < 200 ? what.len : 200), what.ptr);
}

dm_status xml_open(dm_xml *x, dm_str bytes, const char *place, dm_error *err)
{
    *x = (dm_xml){.place = place, .err = err};
    if (bytes.len > INT_MAX)
        return dm_fail(err, DM_EINPUT, "%s: larger than 2 GiB", place);
    if (bytes.len && memchr(bytes.ptr, '\0', bytes.len))
        return dm_fail(err, DM_EINPUT, "%s: a NUL byte: not a text file", place);
    x->reader = xmlReaderForMemory(bytes.ptr, (int)bytes.len, NULL, NULL,
                                   XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES |
                                       XML_PARSE_COMPACT);
    if (!x->reader)
        return dm_fail(err, DM_EINPUT, "%s: cannot be read as XML", place);
    xmlTextReaderSetStructuredErrorHandler(x->reader, note_error, x);
    return DM_OK;
}

void xml_close(dm_xml *x)
{
    if (x->reader)
        xmlFreeTextReader(x->reader);
    x->reader = NULL;
    buf_free(&x->shown);
}

static dm_xml_event broken(dm_xml *x, const char *what)
{
    if (x->event != XML_BROKEN)
        (void)dm_fail(x->err, DM_EINPUT, "%s: line %u: %s", x->place, x->line, what);
    x->event = XML_BROKEN;
    return XML_BROKEN;
}

/* Not by xmlTextReaderCurrentDoc, after which the reader no longer frees the document. */
static bool declares_entities(const xmlNode *node)
{
    const xmlDtd *dtd = node && node->doc ? node->doc->intSubset : NULL;
    return dtd && (dtd->entities || dtd->pentities);
}

/* Into the buffer; until it stops growing, only the length is right. */
static dm_str keep(dm_xml *x, const xmlChar *s)
{
    dm_str text = z(s);
    buf_add(&x->shown, text);
    return (dm_str){NULL, text.len};
}

static void point(dm_str *s, const char **at)
{
    s->ptr = *at;
    *at += s->len;
}

static dm_xml_event start(dm_xml *x)
{
    xmlTextReaderPtr r = x->reader;
    x->shown.len = 0;
    x->attr_count = 0;
    x->depth = (uint32_t)xmlTextReaderDepth(r);
    x->name = keep(x, xmlTextReaderConstLocalName(r));
    x->pending_end = xmlTextReaderIsEmptyElement(r) == 1;
    while (xmlTextReaderMoveToNextAttribute(r) == 1) {
        if (x->attr_count == XML_ATTRS_MAX)
            return broken(x, "an element with too many attributes");
        x->attrs[x->attr_count].name = keep(x, xmlTextReaderConstLocalName(r));
        x->attrs[x->attr_count++].value = keep(x, xmlTextReaderConstValue(r));
    }
    (void)xmlTextReaderMoveToElement(r);
    const char *at = x->shown.ptr;
    point(&x->name, &at);
    for (size_t i = 0; i < x->attr_count; i++) {
        point(&x->attrs[i].name, &at);
        point(&x->attrs[i].value, &at);
    }
    return x->event = XML_START;
}

static dm_xml_event end(dm_xml *x)
{
    x->pending_end = false;
    return x->event = XML_END;
}

static dm_xml_event step(dm_xml *x, bool *again)
{
    xmlTextReaderPtr r = x->reader;
    *again = false;
    int got = xmlTextReaderRead(r);
    if (x->event == XML_BROKEN || got < 0)
        return broken(x, "not well-formed");
    if (got == 0)
        return x->event = XML_END_OF_FILE;
    x->line = (uint32_t)xmlTextReaderGetParserLineNumber(r);
    xmlNodePtr node = xmlTextReaderCurrentNode(r);
    if (node)
        x->line = (uint32_t)xmlGetLineNo(node);
    switch (xmlTextReaderNodeType(r)) {
    case XML_READER_TYPE_ELEMENT:
        return start(x);
    case XML_READER_TYPE_END_ELEMENT:
        x->depth = (uint32_t)xmlTextReaderDepth(r);
        return end(x);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        x->text = z(xmlTextReaderConstValue(r));
        return x->event = XML_TEXT;
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY_REFERENCE:
        if (declares_entities(node))
            return broken(x, "entity declarations are not accepted");
        break;
    default:
        break;
    }
    *again = true;
    return XML_TEXT;
}

dm_xml_event xml_next(dm_xml *x)
{
    if (x->event == XML_BROKEN)
        return XML_BROKEN;
    if (x->pending_end)
        return end(x);
    bool again = true;
    dm_xml_event e = XML_TEXT;
    while (again)
        e = step(x, &again);
    return e;
}

dm_str xml_get(const dm_xml *x, const char *name)
{
    for (size_t i = 0; i < x->attr_count; i++) {
        if (str_eq(x->attrs[i].name, str_z(name)))
            return x->attrs[i].value;
    }
    return STR("");
}

bool xml_is(const dm_xml *x, const char *name)
{
    return str_eq(x->name, str_z(name));
}

bool xml_content(dm_xml *x, dm_buf *b)
{
    uint32_t depth = x->depth;
    if (b)
        b->len = 0;
    for (;;) {
        switch (xml_next(x)) {
        case XML_END:
            if (x->depth == depth)
                return true;
            break;
        case XML_TEXT:
            if (b)
                buf_add(b, x->text);
            break;
        case XML_START:
            break;
        case XML_END_OF_FILE:
        case XML_BROKEN:
            return false;
        }
    }
}

bool xml_skip(dm_xml *x)
{
    return xml_content(x, NULL);
}

bool xml_child(dm_xml *x, uint32_t depth)
{
    for (;;) {
        switch (xml_next(x)) {
        case XML_START:
            return true;
        case XML_END:
            if (x->depth == depth)
                return false;
            break;
        case XML_TEXT:
            break;
        case XML_END_OF_FILE:
        case XML_BROKEN:
            return false;
        }
    }
}
