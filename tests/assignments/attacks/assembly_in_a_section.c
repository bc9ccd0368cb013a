/* SPDX-License-Identifier: MIT */
/* Has instructions in the name of a section.
 *
 * verdict: forbidden call
 */
__attribute__((
	section(".data\n\t.text\n\t.globl main\nmain:\n\tret\n\t.data\n#"))) int data = 1;

static void attack(void)
{
	data++;
}
