/* SPDX-License-Identifier: MIT */
/* Writes to the terminal, to the report and to what runs the tests, by way of the compiler.
 *
 * verdict: does not compile
 */
#pragma message("\x1b]0;ok\x07\x1b[2J ]]> \xff\xfe ::set-output name=points::20")
_Static_assert(
	0, "\x1b[1A\x1b[2K ]]></failure> ::error::\x01 =1+1 ok 1 - fifo\nok 2 - limits");

static void attack(void)
{
}
