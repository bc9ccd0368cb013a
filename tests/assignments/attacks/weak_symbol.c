/* SPDX-License-Identifier: MIT */
/* Ends the program through a function that it says it does not need.
 *
 * verdict: forbidden call
 */
extern void _exit(int status) __attribute__((weak));

static void attack(void)
{
	if (_exit)
		_exit(0);
}
