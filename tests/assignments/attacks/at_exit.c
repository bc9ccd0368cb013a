/* SPDX-License-Identifier: MIT */
/* Leaves a function to be called at the end, which ends the program with success.
 *
 * verdict: forbidden call
 */
#include <stdlib.h>
#include <unistd.h>

static void last(void)
{
	_exit(0);
}

static void attack(void)
{
	atexit(last);
}
