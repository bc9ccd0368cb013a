/* SPDX-License-Identifier: MIT */
/* Has a name of a quarter of a mebibyte, which every message would quote.
 *
 * verdict: forbidden call
 */
#define A(x) B(x##x##x##x##x##x##x##x)
#define B(x) C(x##x##x##x##x##x##x##x)
#define C(x) D(x##x##x##x##x##x##x##x)
#define D(x) E(x##x##x##x##x##x##x##x)
#define E(x) x##x##x##x##x##x##x##x
int A(ABCDEFGH)(void);

static void attack(void)
{
	A(ABCDEFGH)();
}
