/* SPDX-License-Identifier: MIT */
/* Spells what it must not say in two halves.
 *
 * verdict: forbidden call
 */
#define PASTE(a, b) a##b
#define SAY	    PASTE(__as, m__)

static void attack(void)
{
	SAY volatile("nop");
}
