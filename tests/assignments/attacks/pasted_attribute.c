/* SPDX-License-Identifier: MIT */
/* Spells in two halves that data races are not to be seen.
 *
 * verdict: forbidden call
 */
#define PASTE(a, b) a##b

static int count;

__attribute__((PASTE(no_, sanitize_thread))) static void attack(void)
{
	count++;
}
