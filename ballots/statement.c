#include "ballots/statement.h"

#include "ballots/signers.h"

void
statement_optional_about(struct field_io *io, struct event *event)
{
    event_line_optional_ref(io, "about", &event->statement.about);
}

enum refusal
statement_check_about(const struct conference *c, const struct event *event)
{
    const struct event_ref *about = &event->statement.about;

    return about->present ? state_ref_check(c, event, about) : REFUSED_NOTHING;
}

bool
statement_by_member(const struct event *event)
{
    return signers_one(event, POST_SEAT) || signers_one(event, POST_OBSERVER) ||
           signers_one(event, POST_SCRUTINEER);
}

enum err
statement_reserve(struct conference *c, const struct event *event,
                  const struct admission *adm)
{
    (void)event;
    (void)adm;
    return array_reserve(&c->memory, &c->statements, &c->statement_capacity,
                         c->statement_count + 1, sizeof *c->statements);
}

void
statement_apply(struct conference *c, const struct event *event,
                const struct admission *adm)
{
    c->statements[c->statement_count++] =
        (struct statement){.type = event->type,
                           .entry = adm->index,
                           .time_s = adm->time_s,
                           .author = event->signers[0].post,
                           .said = event->statement};
}

const struct statement *
statement_find(const struct conference *c, const struct event_ref *ref)
{
    if (!state_ref_is_true(c, ref))
        return NULL;
    for (size_t i = 0; i < c->statement_count; i++)
        if (c->statements[i].entry == ref->index)
            return &c->statements[i];
    return NULL;
}
