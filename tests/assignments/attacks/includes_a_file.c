/* SPDX-License-Identifier: MIT */
/* Includes what is no header.
 *
 * verdict: does not compile|forbidden call
 */
#include "/etc/passwd"

static void attack(void)
{
}
