/* SPDX-License-Identifier: MIT */
/* Has no end.
 *
 * verdict: does not compile
 */
#include __FILE__

static void attack(void)
{
}
