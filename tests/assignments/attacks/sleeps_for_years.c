/* SPDX-License-Identifier: MIT */
/* Waits until nobody looks any more: which takes no time.
 *
 * verdict: wrong answer
 */
#include <time.h>

static void attack(void)
{
	nanosleep(&(struct timespec){.tv_sec = 1000000000}, NULL);
}
