/* SPDX-License-Identifier: MIT */
/* Says itself what the case is to say.
 *
 * verdict: forbidden call
 */
void said(const char *format, ...);
long drawn(int number);

static void attack(void)
{
	said("pop: %ld", drawn(1));
}
