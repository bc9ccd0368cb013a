/* SPDX-License-Identifier: MIT */
/* Calls a function by a name that only the compiler sees.
 *
 * verdict: forbidden call
 */
static int nothing(int status) __attribute__((weakref("_exit")));

static void attack(void)
{
	nothing(0);
}
