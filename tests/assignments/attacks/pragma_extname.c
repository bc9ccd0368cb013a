/* SPDX-License-Identifier: MIT */
/* Renames a function for the linker.
 *
 * verdict: forbidden call
 */
#include <unistd.h>

#pragma redefine_extname usleep _exit
int usleep(useconds_t microseconds);

static void attack(void)
{
	usleep(0);
}
