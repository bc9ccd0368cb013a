/* SPDX-License-Identifier: MIT */
#include "place.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <stddef.h>
#include <sys/auxv.h>
#include <ucontext.h>

#include "thread.h"

uint64_t place_stack(const void *context)
{
	const ucontext_t *interrupted = context;

#if defined(__x86_64__)
	return (uint64_t)interrupted->uc_mcontext.gregs[REG_RSP];
#else
	return interrupted->uc_mcontext.sp;
#endif
}

uint64_t place_interrupted(const void *context)
{
	const ucontext_t *interrupted = context;

#if defined(__x86_64__)
	uint64_t pc = (uint64_t)interrupted->uc_mcontext.gregs[REG_RIP];

	return pc != 0 ? pc : *(const uint64_t *)place_stack(context) - 1;
#else
	uint64_t pc = interrupted->uc_mcontext.pc;

	return pc != 0 ? pc : interrupted->uc_mcontext.regs[30] - 1;
#endif
}

/* Where the object that holds an address is loaded; NULL if none does. */
static const void *object_of(uint64_t address)
{
	Dl_info info;

	return dladdr((const void *)address, &info) != 0 ? info.dli_fbase : NULL;
}

uint64_t place_in_program(uint64_t pc)
{
	enum { DEEP = 64 };
	struct thread *self = thread_self;
	const void *program = object_of(getauxval(AT_ENTRY));
	void *frames[DEEP];
	int n;

	if (object_of(pc) == program)
		return pc;
	/* The runtime must not see what the unwinder does: it locks and allocates. */
	thread_self = NULL;
	n = backtrace(frames, DEEP);
	thread_self = self;
	for (int i = 0; i < n; i++) {
		uint64_t at = (uint64_t)frames[i] - 1;

		if (object_of(at) == program)
			return at;
	}
	return pc;
}
