/* SPDX-License-Identifier: MIT */
/* Gives a function of its own the name of one that compares what was said.
 *
 * verdict: wrong answer|forbidden call
 */
int strcmp(const char *a, const char *b) __attribute__((alias("equal")));

int equal(const char *a, const char *b);
int equal(const char *a, const char *b)
{
	(void)a;
	(void)b;
	return 0;
}

static void attack(void)
{
}
