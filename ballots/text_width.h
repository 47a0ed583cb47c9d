/*
 * text_width.h - how many columns a text takes in a terminal.
 *
 * Source: Unicode Standard Annex #11: wide and full-width characters take two
 * columns, combining marks none, everything else (ambiguous ones too) one.
 */
#ifndef BALLOTS_TEXT_WIDTH_H
#define BALLOTS_TEXT_WIDTH_H

#include <stddef.h>

#include "crypto/span.h"
#include "crypto/text_writer.h"

/* Columns of the text; a byte that is not UTF-8 counts as one. */
size_t text_width(struct span text);

/* Writes the text, then spaces up to this many columns. Never cuts. */
void text_width_pad(struct text_writer *out, struct span text, size_t columns);

/* The same with the spaces in front, for numbers. */
void text_width_pad_left(struct text_writer *out, struct span text,
                         size_t columns);

#endif
