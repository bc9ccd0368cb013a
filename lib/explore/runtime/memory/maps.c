/* SPDX-License-Identifier: MIT */
/* maps - memory that the program maps and unmaps begins a new life.
 */
#include <errno.h>
#include <stdarg.h>
#include <sys/mman.h>

#include "real.h"
#include "shadow.h"
#include "system.h"
#include "thread.h"

enum { LAST_ERROR = 4095 };

static long or_errno(long result)
{
	if (result >= 0 || result < -LAST_ERROR)
		return result;
	errno = (int)-result;
	return -1;
}

static void begins_anew(uint64_t address, uint64_t size)
{
	if (thread_self != NULL)
		shadow_drop(address, size);
}

INTERPOSED void *mmap(void *address, size_t size, int protection, int flags,
		      int descriptor, off_t offset)
{
	void *memory = (void *)or_errno(system_call(SYS_mmap, address, size, protection,
						    flags, descriptor, offset));

	if (memory != MAP_FAILED)
		begins_anew((uint64_t)memory, size);
	return memory;
}

INTERPOSED void *mmap64(void *address, size_t size, int protection, int flags,
			int descriptor, off64_t offset)
{
	return mmap(address, size, protection, flags, descriptor, offset);
}

INTERPOSED int munmap(void *address, size_t size)
{
	int code = (int)or_errno(system_call(SYS_munmap, address, size));

	if (code == 0)
		begins_anew((uint64_t)address, size);
	return code;
}
