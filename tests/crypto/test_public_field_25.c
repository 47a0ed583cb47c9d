/*
 * Goal: what test_public_field.c asks, of the form for machines without wide
 * multiplication, which is compiled into this program.
 */
#define PUBLIC_FIELD_25
/* Sources, so that they are compiled with that definition. */
/* NOLINTBEGIN(bugprone-suspicious-include) */
#include "crypto/public_field.c"
#include "crypto/public_field_25.c"
#include "tests/crypto/test_public_field.c"
/* NOLINTEND(bugprone-suspicious-include) */
