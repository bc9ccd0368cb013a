/* SPDX-License-Identifier: MIT */
/* Asks somebody else for the answer.
 *
 * verdict: forbidden call
 */
#include <sys/socket.h>

static void attack(void)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}
