/*
 * witness_program.h - the command line of `ballotd --witness`.
 */
#ifndef VOTING_SERVER_WITNESS_PROGRAM_H
#define VOTING_SERVER_WITNESS_PROGRAM_H

/* Reads the rest of the command line, serves, and returns the exit status: 0
 * stopped, 2 wrong usage, 3 it cannot start or go on. */
int witness_program(int argc, char **argv);

#endif
