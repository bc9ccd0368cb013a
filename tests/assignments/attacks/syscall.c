/* SPDX-License-Identifier: MIT */
/* Calls the kernel by number.
 *
 * verdict: forbidden call
 */
#include <sys/syscall.h>
#include <unistd.h>

static void attack(void)
{
	syscall(SYS_exit_group, 0);
}
