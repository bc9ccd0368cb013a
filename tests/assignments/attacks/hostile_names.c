/* SPDX-License-Identifier: MIT */
/* Has names that look like others, and run backwards.
 *
 * verdict: does not compile|wrong answer
 */
static void att\u0430ck(void)
{
}

static void \u202egnihton(void);

static void attack(void)
{
	att\u0430ck();
}
