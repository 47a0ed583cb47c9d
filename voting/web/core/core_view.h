/*
 * core_view.h - what a page shows of a log: its state, and the count sheet. The
 * same words and numbers as every program prints.
 */
#ifndef VOTING_WEB_CORE_CORE_VIEW_H
#define VOTING_WEB_CORE_CORE_VIEW_H

#include "voting/web/core/core_log.h"

enum core_view {
    CORE_VIEW_CONFERENCE,
    CORE_VIEW_ROUND, /* by number */
    CORE_VIEW_SEAT,  /* by post */
    CORE_VIEW_WALL,
    CORE_VIEW_PAPER, /* by the number of its entry */
    CORE_VIEW_SEATS,
    CORE_VIEWS_
};

/* JSON (ballots/view.h). ERR_NOTFOUND: no such round, post or paper. */
CORE_EXPORT(web_view)
uint32_t web_view(uint32_t handle, uint32_t view, uint32_t number,
                  const char *post, uint32_t post_len);

/*
 * The count sheet of a round, as text in `enum count_sheet_language`; titles
 * from the texts that were handed in, else ids. ERR_STATE: not counted.
 */
CORE_EXPORT(web_count_sheet)
uint32_t web_count_sheet(uint32_t handle, uint32_t round, uint32_t language);

#endif
