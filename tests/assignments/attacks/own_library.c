/* SPDX-License-Identifier: MIT */
/* Brings its own main and strcmp, which say that all is well.
 *
 * verdict: wrong answer
 */
int main(void)
{
	return 0;
}

int strcmp(const char *a, const char *b);
int strcmp(const char *a, const char *b)
{
	(void)a;
	(void)b;
	return 0;
}

static void attack(void)
{
}
