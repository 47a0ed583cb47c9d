/*
 * canaries.h - the secrets that a server must never come to hold.
 */
#ifndef TESTS_CROWD_CANARIES_H
#define TESTS_CROWD_CANARIES_H

/*
 * Writes one hex string a line: tokens, keys' seeds, counting seeds and ballot
 * secrets of everybody in a hall of so many seats. Whoever searches looks for
 * the bytes, and for their hex and base64.
 */
void canaries_write(const char *path, unsigned seats);

#endif
