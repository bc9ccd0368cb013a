/* SPDX-License-Identifier: MIT */
/* Ends the run itself, with a line that only main knows.
 *
 * verdict: forbidden call
 */
#include <stdio.h>
#include <stdlib.h>

static void attack(void)
{
	for (int nonce = 900000; nonce < 965536; nonce++)
		printf("end %d\n", nonce);
	exit(0);
}
