/* SPDX-License-Identifier: MIT */
/* Hides its accesses from those who look for data races.
 *
 * verdict: forbidden call
 */
static int count;

__attribute__((no_sanitize("thread"))) static void attack(void)
{
	count++;
}
