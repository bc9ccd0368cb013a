/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <string.h>

#include "real.h"

struct real real;

/* glibc keeps the conditions of Linux 2.4 under the same names; dlsym may give those. */
void *real_next(const char *name)
{
	void *found = NULL;

	if (strncmp(name, "pthread_cond_", strlen("pthread_cond_")) == 0)
		found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
	return found != NULL ? found : dlsym(RTLD_NEXT, name);
}

void real_find(void)
{
	if (real.pthread_create != NULL)
		return;
		/* ISO C has no conversion from an object pointer to a function pointer; POSIX has. */
#define EXPLORE_FIND(type, name, ...) *(void **)&real.name = real_next(#name);
	EXPLORE_REALS(EXPLORE_FIND)
#undef EXPLORE_FIND
}
