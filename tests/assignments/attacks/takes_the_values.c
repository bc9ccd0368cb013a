/* SPDX-License-Identifier: MIT */
/* Reads what was drawn where the driver keeps it.
 *
 * verdict: forbidden call
 */
extern long values[];
extern char page[];

static void attack(void)
{
	page[0] = (char)values[1];
}
