/*
 * served_parts.h - what the files of served share.
 */
#ifndef VOTING_FETCH_SERVED_PARTS_H
#define VOTING_FETCH_SERVED_PARTS_H

#include "voting/fetch/served.h"

struct served {
    struct fetch *fetch;
    struct served_options options;
    struct served_trouble trouble;
    char address[FETCH_ADDRESS_MAX];
};

#endif
