/*
 * Goal: no line of a batch makes the splitter fault or write beyond its room.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "voting/ctl/command_line.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct command_line out;
    size_t total = 0;

    if (command_line_split(&out, span_of(data, size)))
        return 0;
    assert(out.count >= 0 && out.count <= COMMAND_LINE_WORDS_MAX);
    assert(!out.words[out.count]);
    for (int i = 0; i < out.count; i++)
        total += strlen(out.words[i]);
    assert(total <= size);
    return 0;
}
