/* SPDX-License-Identifier: MIT */
/* Asks the loader for what it must not name.
 *
 * verdict: forbidden call
 */
#include <dlfcn.h>

static void attack(void)
{
	void *found = dlsym(RTLD_DEFAULT, "_exit");

	(void)found;
}
