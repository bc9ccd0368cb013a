/* SPDX-License-Identifier: MIT */
/* Goes back to where it came from, past all that was to come.
 *
 * verdict: forbidden call
 */
#include <setjmp.h>

static void attack(void)
{
	jmp_buf here;

	if (setjmp(here) == 0)
		longjmp(here, 1);
}
