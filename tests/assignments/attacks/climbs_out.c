/* SPDX-License-Identifier: MIT */
/* Includes a file above the system's folder.
 *
 * verdict: does not compile|forbidden call
 */
#include <../../etc/passwd>

static void attack(void)
{
}
