/*
 * qr.h - a QR code as SVG, to stand in a page.
 *
 * Error correction M (15 %), quiet zone of four modules, one path of unit
 * squares: it prints sharply at any size.
 */
#ifndef VOTING_CTL_QR_H
#define VOTING_CTL_QR_H

#include "crypto/err.h"
#include "crypto/text_writer.h"

enum { QR_TEXT_MAX = 512, QR_SVG_MAX = 256 * 1024 };

/*
 * Writes `<svg ...>...</svg>` without a size of its own. label: what a screen
 * reader says, already escaped for HTML.
 *
 * ERR_INPUT: empty, or longer than QR_TEXT_MAX. ERR_NOMEM.
 */
MUST_USE enum err qr_svg(struct text_writer *w, const char *text,
                         const char *label);

#endif
