/*
 * core_call.h - how the pages' JavaScript calls the core.
 *
 * The module imports nothing and exports plain functions. JavaScript writes the
 * bytes of a call's arguments into one area, calls, and reads the answer from
 * another; voting/web/core_module.js does this for every call alike:
 *
 *     p = core_arguments(n)      room for n bytes; 0: no memory
 *     ... writes n bytes at p ...
 *     s = some_call(p, n, 7)     a number, or bytes as place and length
 *     core_answer(), core_answer_length()     the answer's bytes, and
 *     core_number()                           its number, where it has one
 *     core_forget()              wipes both areas
 *
 * A call returns a status: 0 for done; 1 .. 99 an `enum err`; 100 and more a
 * refusal, 100 + `enum refusal`. Objects that outlive a call (keys, logs,
 * ballots) live in the module and are named by a number from 1, their handle; a
 * number that names none is answered with ERR_NOTFOUND, and any other bad
 * argument with ERR_INPUT or a refusal: nothing that JavaScript passes through
 * core_module.js traps.
 *
 * Exported functions are named web_*, but those above; the headers beside this
 * one have them. Pages use voting/web/core.js and never these.
 */
#ifndef VOTING_WEB_CORE_CORE_CALL_H
#define VOTING_WEB_CORE_CORE_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/refusal.h"
#include "crypto/memory.h"
#include "crypto/text_writer.h"

#ifdef __wasm__
#define CORE_EXPORT(name) __attribute__((export_name(#name)))
#else
#define CORE_EXPORT(name) /* native, for the checkers and the tests */
#endif

enum { CORE_STATUS_REFUSED = 100 };

/* What a call returns. */
uint32_t core_status(enum err e);
uint32_t core_refused(enum refusal r);

/* The heap, as the core wants it. */
struct memory core_memory(void);

/* Zeroed memory, or NULL; and gives it back, wiped, and forgets the pointer. */
void *core_new(size_t size);
void core_free(void *pointer_address, size_t size);

/* The answer becomes these bytes. ERR_NOMEM. */
MUST_USE enum err core_answer_bytes(const void *bytes, size_t len);

/* Writes the answer: what goes into the writer. */
typedef void core_write(struct text_writer *w, const void *context);

/*
 * The answer becomes what `write` writes; it is called again with more room
 * while it does not fit. ERR_NOMEM, or what the writer refused.
 */
MUST_USE enum err core_answer_text(core_write *write, const void *context);

#ifdef __wasm__
/* Before the group is first used; core_arguments() sees to it. */
void core_prepare(void);
#endif

/* The call's number. */
void core_answer_number(uint32_t number);

CORE_EXPORT(core_arguments) uint8_t *core_arguments(uint32_t len);
CORE_EXPORT(core_answer) const uint8_t *core_answer(void);
CORE_EXPORT(core_answer_length) uint32_t core_answer_length(void);
CORE_EXPORT(core_number) uint32_t core_number(void);
CORE_EXPORT(core_forget) void core_forget(void);

#endif
