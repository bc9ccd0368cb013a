/* SPDX-License-Identifier: MIT */
/* Runs before main, with calls that are allowed.
 *
 * verdict: forbidden call
 */
#include <stdlib.h>

static void *early;

static void before(void)
{
	early = malloc(1);
}

__attribute__((section(".init_array"), used)) static void (*const entry)(void) = before;

static void attack(void)
{
	free(early);
}
