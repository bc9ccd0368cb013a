/* SPDX-License-Identifier: MIT */
/* Has its data where no other is.
 *
 * verdict: forbidden call
 */
__attribute__((section("mine"), used)) static int data = 1;

static void attack(void)
{
	data++;
}
