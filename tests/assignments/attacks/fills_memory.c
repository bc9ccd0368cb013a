/* SPDX-License-Identifier: MIT */
/* Takes all the memory that there is, and uses it.
 *
 * verdict: crashed|timed out|wrong answer
 */
#include <stdlib.h>
#include <string.h>

static void attack(void)
{
	void *block;

	while ((block = malloc(1 << 26)) != NULL)
		memset(block, 1, 1 << 26);
}
