#include "voting/web/core/core_view.h"

#include "ballots/view.h"

struct wanted {
    const struct conference *conference;
    enum core_view view;
    uint32_t number;
    struct post post;
};

static void
write_view(struct text_writer *out, const void *context)
{
    const struct wanted *wanted = context;
    struct json_writer w;
    enum err e = OK;

    json_put_start(&w, out);
    switch (wanted->view) {
    case CORE_VIEW_CONFERENCE:
        view_conference(&w, wanted->conference);
        break;
    case CORE_VIEW_ROUND:
        e = view_round(&w, wanted->conference, wanted->number);
        break;
    case CORE_VIEW_SEAT:
        e = view_seat(&w, wanted->conference, wanted->post);
        break;
    case CORE_VIEW_PAPER:
        e = view_paper(&w, wanted->conference, wanted->number);
        break;
    case CORE_VIEW_SEATS:
        view_seats(&w, wanted->conference);
        break;
    default:
        view_wall(&w, wanted->conference);
        break;
    }
    if (e)
        text_writer_fail(out, e);
}

uint32_t
web_view(uint32_t handle, uint32_t view, uint32_t number, const char *post,
         uint32_t post_len)
{
    const struct core_log *log = core_log_of(handle);
    struct wanted wanted = {.view = (enum core_view)view, .number = number};

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (view >= CORE_VIEWS_ ||
        (view == CORE_VIEW_SEAT && post_parse(&wanted.post, post, post_len)))
        return core_status(ERR_INPUT);
    wanted.conference = log->conference;
    return core_status(core_answer_text(write_view, &wanted));
}
