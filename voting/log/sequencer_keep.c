/*
 * sequencer_keep.c - which of the texts and names that were offered are stored
 * with a step's entries: those that belong to an entry.
 */
#include <stdlib.h>
#include <string.h>

#include "voting/log/name_record.h"
#include "voting/log/sequencer_state.h"

static void
keep_texts(struct sequencer_kept *kept, const struct offers *offers,
           const struct conference *conference)
{
    for (size_t i = 0; i < offers->text_count; i++) {
        const struct offered_text *text = offers->texts[i];

        if (!conference_names_text(conference, &text->blob.sha256,
                                   text->blob.members, NULL))
            continue;
        kept->texts[kept->extras.text_count++] = (struct store_text){
            .sha256 = &text->blob.sha256,
            .members = text->blob.members,
            .bytes = span_of(text->bytes, text->blob.length),
        };
    }
}

static void
keep_names(struct sequencer_kept *kept, const struct offers *offers,
           const struct conference *conference)
{
    for (size_t i = 0; i < offers->name_count; i++) {
        const struct log_name *name = &offers->names[i];
        size_t n = kept->extras.name_count;

        if (!name_record_opens(name, conference_name(conference, name->post)))
            continue;
        post_format(kept->posts[n], name->post);
        kept->names[n] = (struct store_name){
            .post = span_text(kept->posts[n]),
            .salt = name->salt,
            .record = span_of(name->record, name->len),
        };
        kept->extras.name_count++;
    }
}

enum err
sequencer_keep(struct sequencer_kept *out, const struct offers *offers,
               const struct conference *conference)
{
    *out = (struct sequencer_kept){0};
    if (offers->text_count > 0) {
        out->texts = calloc(offers->text_count, sizeof *out->texts);
        if (!out->texts)
            return ERR_NOMEM;
        keep_texts(out, offers, conference);
    }
    if (offers->name_count > 0) {
        out->names = calloc(offers->name_count, sizeof *out->names);
        out->posts = calloc(offers->name_count, sizeof *out->posts);
        if (!out->names || !out->posts)
            return ERR_NOMEM;
        keep_names(out, offers, conference);
    }
    out->extras.texts = out->texts;
    out->extras.names = out->names;
    return OK;
}

void
sequencer_kept_release(struct sequencer_kept *kept)
{
    free(kept->texts);
    free(kept->names);
    free(kept->posts);
    *kept = (struct sequencer_kept){0};
}
