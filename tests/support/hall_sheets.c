#include "tests/support/hall.h"

#include <stdio.h>

#include "ballots/round.h"
#include "tests/support/values.h"
#include "tests/test.h"

void
hall_do_issue(struct hall *h, struct event_ref open, unsigned seat)
{
    struct event *e = hall_draft(h, EVENT_DESK_ISSUE);

    e->desk_issue.open = open;
    e->desk_issue.seat = (struct post){POST_SEAT, seat};
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

struct event *
hall_draft_sheets(struct hall *h, struct event_ref open, unsigned count,
                  const uint8_t *choices)
{
    const struct conference *c = h->conference;
    const struct opening *op = state_opening(c, &open);
    struct event *e = hall_draft(h, EVENT_DESK_BALLOTS);
    struct event_desk_ballots *p = &e->desk_ballots;
    struct ballot_form form;

    assert_non_null(op);
    round_sheet_form(&form, c, op);
    p->open = open;
    p->first_serial = op->sheets_returned + 1;
    p->sheet_count = count;
    p->sheet_len = ballot_bytes(form.options, form.cap, form.rows);
    for (unsigned i = 0; i < count; i++) {
        char name[BALLOT_NAME_MAX];
        struct ballot_voter voter = {.name = name, .attempt = 1};
        uint8_t secret[BALLOT_SECRET_BYTES];

        snprintf(name, sizeof name, "desk/%s/%u", state_paper_of(c, op)->id,
                 p->first_serial + i);
        value_bytes(secret, sizeof secret, name);
        assert_ok(ballot_seal(p->sheets + i * p->sheet_len, p->sheet_len, &form,
                              &voter, choices, secret));
    }
    return e;
}
