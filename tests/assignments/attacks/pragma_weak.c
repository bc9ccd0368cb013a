/* SPDX-License-Identifier: MIT */
/* Declares by a pragma that it can do without exit.
 *
 * verdict: forbidden call
 */
extern void _exit(int status);
#pragma weak _exit

static void attack(void)
{
	if (_exit != 0)
		_exit(0);
}
