/* SPDX-License-Identifier: MIT */
/* Has an instruction in the version of a symbol.
 *
 * verdict: does not compile|forbidden call
 */
__attribute__((symver("version@V\n\tnop\n#"))) int version(void)
{
	return 0;
}

static void attack(void)
{
	version();
}
