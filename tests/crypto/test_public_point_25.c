/*
 * Goal: what test_public_point.c asks, on the field for machines without wide
 * multiplication, which is compiled into this program.
 */
#define PUBLIC_FIELD_25
/* Sources, so that they are compiled with that definition. */
/* NOLINTBEGIN(bugprone-suspicious-include) */
#include "crypto/public_field.c"
#include "crypto/public_field_25.c"
#include "crypto/public_point.c"
#include "crypto/public_sum.c"
#include "tests/crypto/test_public_point.c"
/* NOLINTEND(bugprone-suspicious-include) */
