/* SPDX-License-Identifier: MIT */
/* Looks how it was started.
 *
 * verdict: forbidden call
 */
extern char **environ;

static char **volatile seen;

static void attack(void)
{
	seen = environ;
}
