/* SPDX-License-Identifier: MIT */
/* Has the loader call a resolver.
 *
 * verdict: forbidden call
 */
static void real(void)
{
}

static void (*resolve(void))(void)
{
	return real;
}

void attack(void) __attribute__((ifunc("resolve")));
