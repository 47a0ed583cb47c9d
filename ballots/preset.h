/*
 * preset.h - rules that are in force somewhere, ready to write on a paper.
 *
 * A preset is only a way to write a rule: the paper carries the rule's text
 * and not the preset's name. Each names the regulation that it was read from.
 * Where a preset allows write-ins its text says so, and rule_find_fault() then
 * refuses it until the chair chooses "none". The regulation behind
 * `npc.direct` also knows written proxies; this system has none.
 */
#ifndef BALLOTS_PRESET_H
#define BALLOTS_PRESET_H

#include <stddef.h>
#include <stdint.h>

#include "ballots/rule.h"
#include "crypto/err.h"

enum preset_secrecy {
    PRESET_SECRET,
    PRESET_SECRET_DEVICE, /* secret, by voting machine */
    PRESET_OPEN,          /* show of hands */
    PRESET_OPEN_UNLESS_ELECTION_OR_MAJOR,
    PRESET_RECORDED, /* each vote with its name */
    PRESET_ANY,
    PRESET_SECRECY_COUNT_
};

struct preset {
    const char *id; /* "school.default" */
    const char *name_zh;
    const char *name_en;
    const char *source; /* the regulation, in English */
    enum preset_secrecy secrecy;
    const char *text; /* see rule_text.h; an election's says one seat */
};

/* All presets, in the order in which pages offer them. Never NULL. */
const struct preset *preset_all(size_t *count);

/* The preset of this id, or NULL for none. */
const struct preset *preset_find(const char *id);

/* "secret", "secret_device" ...; NULL for a value out of range. */
const char *preset_secrecy_code(enum preset_secrecy secrecy);

/*
 * The preset's rule, with this many seats if it is an election's; for other
 * kinds seats is 0.
 *
 * ERR_INPUT, and *rule is all zero: seats do not fit the kind.
 */
MUST_USE enum err preset_rule(struct rule *rule, const struct preset *preset,
                              uint16_t seats);

#endif
