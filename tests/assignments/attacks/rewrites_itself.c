/* SPDX-License-Identifier: MIT */
/* Makes its own code writable.
 *
 * verdict: forbidden call
 */
#include <sys/mman.h>

static void attack(void)
{
	mprotect((void *)((unsigned long)attack & ~4095UL), 4096,
		 PROT_READ | PROT_WRITE | PROT_EXEC);
}
