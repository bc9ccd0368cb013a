/* SPDX-License-Identifier: MIT */
/* Has its functions go where no others are.
 *
 * verdict: forbidden call
 */
__attribute__((section("mine"), used)) static int data = 1;

static void attack(void)
{
	data++;
}
