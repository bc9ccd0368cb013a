/* SPDX-License-Identifier: MIT */
/* Includes what has no end.
 *
 * verdict: does not compile|forbidden call
 */
#include "/dev/zero"

static void attack(void)
{
}
