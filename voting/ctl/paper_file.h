/*
 * paper_file.h - commands that read one JSON file and log what it describes.
 */
#ifndef VOTING_CTL_PAPER_FILE_H
#define VOTING_CTL_PAPER_FILE_H

#include "voting/ctl/ctl.h"
#include "voting/ctl/json_paper.h"

/*
 * Reads the file that the first argument names and hands what is in it on.
 *
 * read  in: json_paper_session, json_paper_question, ...
 * act   in: what to do with it; everything is freed when it returns
 *
 * CTL_USAGE with the reason if the file cannot be read or is malformed.
 */
enum ctl_status paper_file_run(
    struct ctl *ctl,
    enum err (*read)(struct json_paper *paper, struct span text),
    enum ctl_status (*act)(struct ctl *ctl, const struct json_paper *paper));

#endif
