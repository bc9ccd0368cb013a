/* SPDX-License-Identifier: MIT */
/* Includes itself, as deep as the compiler lets it, and at each level twice.
 *
 * verdict: does not compile
 */
#if __INCLUDE_LEVEL__ < 150
#include __FILE__
#include __FILE__
#endif

static void attack(void)
{
}
