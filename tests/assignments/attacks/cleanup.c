/* SPDX-License-Identifier: MIT */
/* Ends the program when a variable goes out of scope.
 *
 * verdict: forbidden call
 */
#include <stdlib.h>

static void leave(const int *status)
{
	quick_exit(*status);
}

static void attack(void)
{
	__attribute__((cleanup(leave))) int status = 0;

	(void)status;
}
