/* SPDX-License-Identifier: MIT */
/* Has no end, and takes more and more stack.
 *
 * verdict: crashed
 */
static int depth(volatile int *above)
{
	volatile int here[4096] = {*above + 1};

	return depth(here) + here[0];
}

static void attack(void)
{
	volatile int top = 0;

	depth(&top);
}
