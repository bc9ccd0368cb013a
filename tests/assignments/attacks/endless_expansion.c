/* SPDX-License-Identifier: MIT */
/* Is short, and very long when its macros are expanded.
 *
 * verdict: does not compile
 */
#define TWICE(x) x x
#define A(x) TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(x))))))))
#define B(x) A(A(A(A(x))))

static void attack(void)
{
	B(;)
}
