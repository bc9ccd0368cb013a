/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <sys/mman.h>

#include "pages.h"
#include "system.h"

void *pages_reserve(uint64_t size)
{
	enum { LAST_ERROR = 4095 };
	long memory = system_call(SYS_mmap, NULL, size, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return memory < 0 && memory >= -LAST_ERROR ? NULL : (void *)memory;
}
