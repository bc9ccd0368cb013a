/* SPDX-License-Identifier: MIT */
/* Asks that what is compiled be not instrumented.
 *
 * verdict: wrong answer|forbidden call
 */
#pragma GCC optimize("no-sanitize=thread")
#pragma GCC optimize("O0", "omit-frame-pointer")

static int count;

static void attack(void)
{
	count++;
}
