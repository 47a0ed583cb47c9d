#include "tests/support/without_pages.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"

void
without_pages_skip(void)
{
    /* What is given to make is in the environment of what it runs. */
    const char *web = getenv("WEB");

    if (web && strcmp(web, "0") == 0)
        skip();
}
