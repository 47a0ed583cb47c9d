/*
 * rule.h - what a vote needs to pass, and what its counts therefore mean.
 *
 * Every member of a row's roll is in exactly one bucket: one of the row's
 * options, invalid, unreturned (took a ballot, did not hand it in), unissued
 * (present, took none) or absent. The option `abstain` is the bucket of those
 * who abstain; every other option is a choice. A base is a set of buckets:
 *
 *     roll               everybody        returned   choices, abstain, invalid
 *     present            roll less absent valid      choices, abstain
 *     issued             returned and     expressed  choices
 *                        unreturned       ronr_cast  choices, invalid
 *     roll_less_abstain  roll less abstain
 *
 * and a clause is
 *
 *     holds iff base > 0 and measure*q OP base*p
 *               and measure > 0 and measure >= min
 *
 * with OP one of > and >=, in whole numbers only. The least measure for which
 * it holds is floor(base*p/q)+1 for > and ceil(base*p/q) for >=, and never
 * less than min or than one.
 *
 * Nothing here allocates or keeps state. A rule is a plain value without
 * pointers, made by rule_decode() from one line of text (rule_text.h); the
 * functions below expect one that was made so.
 */
#ifndef BALLOTS_RULE_H
#define BALLOTS_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

#define RULE_WORD_MAX 32           /* bytes of an option id, label, weight */
#define RULE_OPTIONS_MIN 2         /* options of a row; fewer ask nothing */
#define RULE_OPTIONS_MAX 8         /* what a ballot can hold */
#define RULE_MEASURE_MAX 7         /* options that one clause adds up */
#define RULE_CLAUSES_MAX 16        /* clauses of one rule, of all sections */
#define RULE_OUTCOMES_MAX 8        /* outcomes of an appraisal */
#define RULE_CANDIDATES_MAX 200    /* rows of an election, and its seats */
#define RULE_FRACTION_MAX 1000000u /* p, q and min of a clause */
#define RULE_DAYS_MAX 999          /* notice, publication, posting */
#define RULE_SECRET_BALLOTS_MIN 3  /* fewer on a secret row stay sealed */
#define RULE_SECRET_ROLL_MIN 5     /* a secret row needs this large a roll */

/* [a-z][a-z0-9_]{0,31}, then zeros up to the end of the array. */
struct rule_word {
    char text[RULE_WORD_MAX + 1];
};

enum rule_kind {
    RULE_MOTION,
    RULE_ELECTION,
    RULE_APPRAISAL,
    RULE_PETITION,
    RULE_KIND_COUNT_
};

enum rule_base {
    RULE_BASE_ROLL,
    RULE_BASE_PRESENT,
    RULE_BASE_ISSUED,
    RULE_BASE_RETURNED,
    RULE_BASE_VALID,
    RULE_BASE_EXPRESSED,
    RULE_BASE_RONR_CAST,
    RULE_BASE_ROLL_LESS_ABSTAIN,
    RULE_BASE_COUNT_
};

/*
 * A quorum clause measures a named base (`present` as a measure is presence
 * when the vote opened); every other clause measures the sum of some options.
 */
struct rule_clause {
    uint8_t option_count;         /* 0: measures a base */
    enum rule_base measured_base; /* if option_count is 0 */
    struct rule_word option[RULE_MEASURE_MAX];
    enum rule_base base;
    bool more_than; /* true: >, false: >= */
    uint32_t p;     /* p/q in lowest terms, 0 <= p/q <= 1; not "> 1/1" */
    uint32_t q;
    struct rule_word weight; /* "": one member, one vote */
    uint32_t min;            /* 0: none */
};

/* Clauses first .. first+count-1 of the rule's array; all of them must hold. */
struct rule_section {
    uint8_t first;
    uint8_t count;
};

/* One possible outcome of an appraisal; no clauses: always holds. */
struct rule_outcome {
    struct rule_word label;
    struct rule_section when;
};

enum rule_tie {
    RULE_TIE_REVOTE,
    RULE_TIE_FEWER_AGAINST_THEN_REVOTE,
    RULE_TIE_BOTH_OUT,
    RULE_TIE_COUNT_
};

enum rule_shortfall {
    RULE_SHORTFALL_VACANT,
    RULE_SHORTFALL_RUNOFF,
    RULE_SHORTFALL_COUNT_
};

enum rule_write_in {
    RULE_WRITE_IN_NONE,
    RULE_WRITE_IN_WHEN_AGAINST,
    RULE_WRITE_IN_ANY,
    RULE_WRITE_IN_COUNT_
};

/*
 * A rule. The sections lie in the array one after the other: quorum, pass,
 * runoff, then each outcome's. What the kind does not use is zero.
 */
struct rule {
    enum rule_kind kind;
    uint8_t clause_count;
    struct rule_clause clause[RULE_CLAUSES_MAX];
    struct rule_section quorum; /* may be empty */
    struct rule_section pass;   /* motion, election, petition: not empty */

    /* Elections. */
    uint16_t seats; /* 1 .. RULE_CANDIDATES_MAX */
    enum rule_tie tie;
    enum rule_shortfall shortfall;
    struct rule_section runoff; /* passes in the run-off; empty if vacant */
    enum rule_write_in write_in;
    uint32_t margin_p; /* candidates - seats >= seats*p/q; 0/0: no demand */
    uint32_t margin_q;

    /* Appraisals: the first whose clauses hold; only the last may have none. */
    uint8_t outcome_count;
    struct rule_outcome outcome[RULE_OUTCOMES_MAX];

    uint16_t notice_days;  /* texts are out this long before the vote */
    uint16_t publish_days; /* the result is published within */
    uint16_t post_days;    /* and stays posted for */
};

/* The options of a row, in the paper's order. */
struct rule_options {
    size_t count;
    struct rule_word id[RULE_OPTIONS_MAX];
};

/*
 * The counts of one row. `uncounted` are ballots that were returned and stay
 * sealed, because fewer than RULE_SECRET_BALLOTS_MIN were; then every option
 * is 0. `excess` is by how many the ballots returned exceed those issued, and
 * voids the vote. `recused` members are in no bucket; their number is kept for
 * the words of the result only.
 */
struct row_counts {
    uint32_t option[RULE_OPTIONS_MAX]; /* in the order of rule_options */
    uint32_t invalid;
    uint32_t uncounted;
    uint32_t unreturned;
    uint32_t unissued;
    uint32_t absent;
    uint32_t excess;
    uint32_t present_at_open;
    uint32_t recused;
};

/*
 * Completes counts whose option (0 where there is none), invalid and uncounted
 * are set, from what was seen at the door: how many the row's roll has, how
 * many of them were present at open or arrived before close, and how many were
 * issued a ballot. Sets unreturned, unissued, absent and excess.
 *
 * ERR_INPUT, and nothing is changed: issued > present or present > roll, or
 * more than 2^32 - 1 ballots beyond those issued.
 */
MUST_USE enum err row_counts_complete(struct row_counts *counts, uint32_t roll,
                                      uint32_t present, uint32_t issued);

/* The same row counted by another weight, such as floor area. */
struct rule_tally {
    struct rule_word weight;
    struct row_counts counts;
};

/* One row to be judged; all pointers are borrowed. */
struct rule_row {
    const struct rule_options *options;
    const struct row_counts *counts;
    const struct rule_tally *weighted; /* NULL: none */
    size_t weighted_count;
};

enum verdict_outcome {
    VERDICT_NONE = 0,  /* not judged */
    VERDICT_ADOPTED,   /* motion, petition */
    VERDICT_REJECTED,  /* motion, petition */
    VERDICT_COUNTED,   /* election: see the lists */
    VERDICT_GRADED,    /* appraisal: see label */
    VERDICT_NO_QUORUM, /* nothing is decided */
    VERDICT_VOID,      /* more ballots returned than issued */
    VERDICT_TOO_FEW,   /* too few secret ballots to count them */
    VERDICT_OUTCOME_COUNT_
};

/* "adopted", "rejected", "no_quorum" ...; NULL for a value out of range. */
const char *verdict_outcome_code(enum verdict_outcome outcome);

#define VERDICT_NO_LABEL (-1)

/*
 * What the counts of a row mean. `needed` is the least number of votes in
 * favour, the largest over the pass clauses; there is none where a base is 0
 * or cannot be told, where a pass clause is weighted or measures more than the
 * votes in favour, and for appraisals.
 */
struct verdict {
    enum verdict_outcome outcome;
    bool has_needed;
    uint64_t needed;
    int label; /* index into rule.outcome, or VERDICT_NO_LABEL */
};

/* What has to follow an election. */
enum verdict_next {
    VERDICT_NEXT_NOTHING,
    VERDICT_NEXT_REVOTE, /* among `tied`, for the open seats */
    VERDICT_NEXT_RUNOFF, /* the open seats, by the rule's runoff clauses */
    VERDICT_NEXT_VACANT, /* the open seats stay empty */
    VERDICT_NEXT_COUNT_
};

/* "nothing", "revote", "runoff", "vacant"; NULL for a value out of range. */
const char *verdict_next_code(enum verdict_next next);

/*
 * What the counts of an election mean. Each row is in exactly one list, by
 * most votes in favour, then (where ties are broken so) by fewest against,
 * then in the order of the paper. The lists are empty unless outcome is
 * VERDICT_COUNTED.
 */
struct election_verdict {
    enum verdict_outcome outcome;
    uint16_t open_seats;
    enum verdict_next next;
    uint16_t elected_count;
    uint16_t tied_count;
    uint16_t tied_out_count;
    uint16_t outvoted_count;
    uint16_t below_threshold_count;
    uint16_t elected[RULE_CANDIDATES_MAX];
    uint16_t tied[RULE_CANDIDATES_MAX];     /* to be voted on again */
    uint16_t tied_out[RULE_CANDIDATES_MAX]; /* equal, so none is elected */
    uint16_t outvoted[RULE_CANDIDATES_MAX]; /* enough votes, too few seats */
    uint16_t below_threshold[RULE_CANDIDATES_MAX];
};

/* Makes the word of these bytes. ERR_INPUT, and all zero: it is none. */
MUST_USE enum err rule_word_make(struct rule_word *word, struct span bytes);

bool rule_word_equals(const struct rule_word *word, const char *text);

/* "roll", "present", ...; NULL for a value out of range. */
const char *rule_base_name(enum rule_base base);

/* Whether an option may not have this id: it names a base or a bucket. */
bool rule_word_is_reserved(const struct rule_word *word);

/* The option's place, or options->count for none. */
size_t rule_options_find(const struct rule_options *options, const char *id);

/*
 * How many members are in the base. 0 also where it cannot be told: the base
 * leaves out abstentions or invalid ballots, and the row has uncounted ones.
 */
uint64_t rule_base_size(const struct rule_options *options,
                        const struct row_counts *counts, enum rule_base base);

/*
 * The least measure for which the clause holds over a base of this size, for
 * example before anybody has voted. False: the base is 0, there is none.
 */
bool rule_clause_needed(uint64_t *needed, const struct rule_clause *clause,
                        uint64_t base_size);

/*
 * Whether the clause holds over the row.
 *
 * ERR_INPUT, and *holds is false: it names an option or a weight that the row
 * has not.
 */
MUST_USE enum err rule_clause_holds(bool *holds,
                                    const struct rule_clause *clause,
                                    const struct rule_row *row);

/*
 * The least number of votes in favour, as in struct verdict. False: there is
 * none.
 */
bool rule_needed(uint64_t *needed, const struct rule *rule,
                 const struct rule_row *row);

/*
 * The same before the vote, from the size of the roll alone; so there is none
 * where a pass clause has another base than the roll.
 */
bool rule_needed_of_roll(uint64_t *needed, const struct rule *rule,
                         uint64_t roll);

/*
 * The verdict on one row. In this order: void if more ballots were returned
 * than issued, no quorum if a quorum clause fails, too few if ballots stay
 * sealed, then the kind's own question. Zero votes in favour never pass.
 *
 * A practice vote waives the quorum: pass a copy of the rule whose
 * quorum.count is 0.
 *
 * ERR_INPUT, and the verdict is VERDICT_NONE: the rule is of another kind,
 * names an option or weight that the row has not, or the counts contradict
 * themselves (more members present at open than in the base `present`; options
 * counted beside ballots that stay sealed).
 */
MUST_USE enum err rule_verdict_motion(struct verdict *verdict,
                                      const struct rule *rule,
                                      const struct rule_row *row);
MUST_USE enum err rule_verdict_appraisal(struct verdict *verdict,
                                         const struct rule *rule,
                                         const struct rule_row *row);
MUST_USE enum err rule_verdict_petition(struct verdict *verdict,
                                        const struct rule *rule,
                                        const struct rule_row *row);

/*
 * The verdict on an election, a row for each candidate. It stands or falls as
 * a whole: void, no quorum and too few in one row are so for all. Errors as
 * above; also no candidates or more than RULE_CANDIDATES_MAX, and ties broken
 * by `against` where there is no such option.
 */
MUST_USE enum err rule_verdict_election(struct election_verdict *verdict,
                                        const struct rule *rule,
                                        const struct rule_row *rows,
                                        size_t count);

/*
 * The rule of the round that an election's verdict calls for: the open seats
 * are voted on by the runoff clauses or, among the tied, by most votes, since
 * each of them has passed the threshold already. Neither demands a margin.
 *
 * ERR_STATE: no further round follows. ERR_INPUT: the rule is no election's, or
 * its next round's would have more than RULE_CLAUSES_MAX clauses. On error
 * *next is all zero.
 */
MUST_USE enum err rule_follow_up(struct rule *next, const struct rule *rule,
                                 const struct election_verdict *verdict);

/* Why a paper may not be made with a rule. Words: words_rule_fault(). */
enum rule_fault {
    RULE_FAULT_NONE = 0,
    RULE_FAULT_OPTION_COUNT,     /* fewer than 2 or more than 8 options */
    RULE_FAULT_OPTION_WORD,      /* an option id is malformed */
    RULE_FAULT_OPTION_RESERVED,  /* an option id names a base or a bucket */
    RULE_FAULT_OPTION_TWICE,     /* an option id occurs twice */
    RULE_FAULT_OPTION_UNKNOWN,   /* a clause names an option not on the paper */
    RULE_FAULT_WEIGHT,           /* votes are not weighted here */
    RULE_FAULT_WRITE_IN,         /* write-ins: by paper ballots only */
    RULE_FAULT_NO_FOR,           /* motion, election: no option `for` */
    RULE_FAULT_NO_FOR_CLAUSE,    /* motion, election: no clause measures it */
    RULE_FAULT_FOR_NOT_FIRST,    /* election: the cap counts the first option */
    RULE_FAULT_NO_AGAINST,       /* election: breaks ties by a missing option */
    RULE_FAULT_NO_SIGNED,        /* petition: no option `signed` */
    RULE_FAULT_NO_SIGNED_CLAUSE, /* petition: no clause measures it */
    RULE_FAULT_CANDIDATES,       /* election: none, or more than 200 */
    RULE_FAULT_SEATS,            /* election: more seats than candidates */
    RULE_FAULT_MARGIN,           /* election: too few for the margin */
    RULE_FAULT_COUNT_
};

/* "write_in" ...; stable; NULL for a value out of range. */
const char *rule_fault_code(enum rule_fault fault);

/*
 * The first reason why a paper with these options may not have the rule, or
 * RULE_FAULT_NONE. `candidates` is the number of rows under the rule and
 * matters to elections only. The rule is one that rule_decode() gave.
 */
enum rule_fault rule_find_fault(const struct rule *rule,
                                const struct rule_options *options,
                                size_t candidates);

#endif
