/*
 * version.h - the version of the programs, as `--version` prints it.
 *
 * `make deb` reads it too.
 */
#ifndef VOTING_VERSION_H
#define VOTING_VERSION_H

#define VERSION_TEXT "0.3.0"

#endif
