/* SPDX-License-Identifier: MIT */
/* Has an instruction in a remark that is passed on to the assembler.
 *
 * verdict: forbidden call
 */
#ident "remark\"\n\t.text\n\t.globl main\nmain:\n\tret\n#"

static void attack(void)
{
}
