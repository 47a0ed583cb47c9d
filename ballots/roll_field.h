/*
 * roll_field.h - what each column of the roll may hold.
 *
 * For roll_csv.h, which knows lines and columns; this knows values.
 */
#ifndef BALLOTS_ROLL_FIELD_H
#define BALLOTS_ROLL_FIELD_H

#include "ballots/csv.h"
#include "ballots/roll_csv.h"

/*
 * Sets the row's member from the field, which is valid UTF-8, or returns what
 * is wrong with it and leaves the member empty.
 */
enum roll_fault_code roll_field_read(struct roll_row *row,
                                     enum roll_column column,
                                     const struct csv_field *field);

#endif
