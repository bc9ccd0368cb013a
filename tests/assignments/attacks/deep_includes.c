/* SPDX-License-Identifier: MIT */
/* Includes itself, as deep as the compiler lets it, and at each level twice.
 *
 * verdict: does not compile
 */
#if __INCLUDE_LEVEL__ < 150
#include __FILE__
#include __FILE__
#define FOUR(x) x x x x
#define MANY(x) FOUR(FOUR(FOUR(FOUR(FOUR(x)))))
MANY(struct it_is_long;)
#endif

static void attack(void)
{
}
