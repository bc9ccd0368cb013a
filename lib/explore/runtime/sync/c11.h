/* SPDX-License-Identifier: MIT */
/* c11 - the threads of ISO C, <threads.h>.
 *
 * In the C library they are those of POSIX under other names, with the same memory, but they
 * do not call them by name; so each is interposed.  Only tss_* and what changes nothing
 * (thrd_current, thrd_equal) stay the C library's.
 */
#ifndef EXPLORE_C11_H
#define EXPLORE_C11_H

#include <errno.h>
#include <threads.h>

/* What ISO C calls an error number of POSIX. */
static inline int c11_result(int code)
{
	switch (code) {
	case 0:
		return thrd_success;
	case EBUSY:
		return thrd_busy;
	case ENOMEM:
		return thrd_nomem;
	case ETIMEDOUT:
		return thrd_timedout;
	default:
		return thrd_error;
	}
}

#endif
