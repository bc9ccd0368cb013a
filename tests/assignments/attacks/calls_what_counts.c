/* SPDX-License-Identifier: MIT */
/* Gives a block of its own back for nothing, so that one is not missed.
 *
 * verdict: forbidden call
 */
void submission_free(void *block);

static char block[64];

static void attack(void)
{
	submission_free(block);
}
