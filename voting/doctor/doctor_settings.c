/*
 * doctor_settings.c - are the settings of ballotd such that it would start?
 */
#include "voting/doctor/doctor.h"
#include "voting/machine/input_file.h"
#include "voting/machine/messages.h"

static void
say_faults(struct doctor *d, const struct config_faults *faults)
{
    const char *file = d->subject->config_file;

    for (size_t i = 0; i < faults->count && i < CONFIG_FAULTS_MAX; i++) {
        unsigned line = faults->list[i].line;
        char number[DOCTOR_NUMBER_BYTES];
        char sentence[DOCTOR_TEXT_MAX];

        message_fill(
            sentence, sizeof sentence,
            config_fault_words(faults->list[i].fault, d->subject->lang),
            faults->list[i].culprit, NULL, NULL, NULL);
        doctor_say(d, line > 0 ? SAY_CONFIG_LINE : SAY_CONFIG_WHOLE, sentence,
                   file, doctor_number(number, line));
    }
}

void
doctor_check_settings(struct doctor *d)
{
    const char *path = d->subject->config_file;
    struct config_faults faults = {0};
    struct input_file file;
    enum err e;

    if (!path)
        return;
    if (input_file_read(&file, path, CONFIG_FILE_MAX)) {
        doctor_say(d, SAY_CONFIG_UNREADABLE, path, NULL, NULL);
        return;
    }
    config_start(&d->config);
    e = config_read(&d->config, &faults, input_file_span(&file));
    input_file_free(&file);
    if (!e)
        e = config_check(&d->config, &faults);
    if (e) {
        say_faults(d, &faults);
        return;
    }
    d->has_config = true;
    doctor_say(d, SAY_CONFIG_GOOD, path, NULL, NULL);
    if (d->config.plain_open && !config_is_loopback(&d->config))
        doctor_say(d, SAY_CONFIG_PLAIN, d->config.address, NULL, NULL);
}
