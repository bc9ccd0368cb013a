/* SPDX-License-Identifier: MIT */
/* Has the compiler read a file as numbers.
 *
 * verdict: does not compile|forbidden call
 */
static const unsigned char there[] = {
#embed "/etc/passwd"
};

static void attack(void)
{
	(void)there;
}
