/* SPDX-License-Identifier: MIT */
/* Kills the program, and perhaps the grader.
 *
 * verdict: crashed
 */
static int *volatile nowhere;

static void attack(void)
{
	*nowhere = 1;
}
