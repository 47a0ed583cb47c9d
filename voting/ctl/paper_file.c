#include "voting/ctl/paper_file.h"

#include "voting/machine/input_file.h"

enum ctl_status
paper_file_run(struct ctl *ctl,
               enum err (*read)(struct json_paper *paper, struct span text),
               enum ctl_status (*act)(struct ctl *ctl,
                                      const struct json_paper *paper))
{
    const char *path = ctl_argument(ctl, 0);
    struct json_paper *paper = json_paper_new();
    struct input_file file;
    enum ctl_status status;

    if (!paper)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    if (input_file_read(&file, path, JSON_PAPER_BYTES_MAX)) {
        json_paper_free(paper);
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    }
    if (read(paper, input_file_span(&file)))
        status = ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_FORM, path,
                          paper->fault.why, NULL);
    else
        status = act(ctl, paper);
    input_file_free(&file);
    json_paper_free(paper);
    return status;
}
