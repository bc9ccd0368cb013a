/* SPDX-License-Identifier: MIT */
/* Crashes under the name of a file of the grader's.
 *
 * verdict: crashed
 */
#line 1 "cases.c"
static int *volatile nowhere;

static void attack(void)
{
	*nowhere = 1;
}
