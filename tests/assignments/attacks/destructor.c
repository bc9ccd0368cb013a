/* SPDX-License-Identifier: MIT */
/* Runs after main.
 *
 * verdict: forbidden call
 */
#include <stdlib.h>

__attribute__((destructor)) static void after(void)
{
	abort();
}

static void attack(void)
{
}
