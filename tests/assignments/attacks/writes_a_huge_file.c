/* SPDX-License-Identifier: MIT */
/* Fills the disk.
 *
 * verdict: forbidden call
 */
#include <stdio.h>
#include <stdlib.h>

static void attack(void)
{
	char name[] = "/tmp/XXXXXX";
	FILE *file = fdopen(mkstemp(name), "w");

	while (file != NULL && fputs("ok", file) >= 0)
		;
}
