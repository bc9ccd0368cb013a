/* SPDX-License-Identifier: MIT */
/* Ends the program with success before main begins.
 *
 * verdict: forbidden call
 */
#include <unistd.h>

__attribute__((constructor)) static void before(void)
{
	_exit(0);
}

static void attack(void)
{
}
