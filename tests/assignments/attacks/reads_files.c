/* SPDX-License-Identifier: MIT */
/* Looks for the reference.
 *
 * verdict: forbidden call
 */
#include <fcntl.h>

static void attack(void)
{
	(void)!open("reference.c", O_RDONLY);
}
