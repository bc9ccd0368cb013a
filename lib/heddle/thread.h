/* SPDX-License-Identifier: MIT */
/* thread - one function in a thread of its own, and waiting for it.
 *
 *	hd_thread *t;
 *	if (hd_thread_start(work, arg, NULL, &t) == 0) {
 *		hd_thread_join(t, HD_FOREVER, NULL);
 *		hd_thread_unref(t);
 *	}
 *
 * The function has the shape of a pthread start routine, and is the shape of every
 * task in heddle: what runs here runs unchanged on a pool.
 *
 * Errors:   0 or an HD_E code.
 * Threads:  any thread that holds a reference; many may join the same thread.
 * Memory:   start gives one reference to the caller; the thread holds its own, so a
 *           handle may be dropped while the thread runs.
 * Time:     timeouts in seconds; join is the only call that blocks.
 */
#ifndef HEDDLE_THREAD_H
#define HEDDLE_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "heddle/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hd_thread hd_thread;

/* The shape of every task. */
typedef void *hd_fn(void *arg);

/* Starts a thread that calls fn(arg).  name may be NULL ("Thread-N"); a longer name than
 * the kernel keeps (15 bytes) stays readable through hd_thread_name.
 * HD_ENOMEM, HD_ETHREAD: no thread was started and *thread is untouched. */
HD_API HD_MUST_CHECK int hd_thread_start(hd_fn *fn, void *arg, const char *name,
					 hd_thread **thread);

/* Waits until the thread has ended, and gives what its function returned (result may be
 * NULL).  May be called again, by anybody, and gives the same answer.
 * HD_EFAILED: the function raised; HD_ETIMEDOUT; HD_EDEADLOCK: a thread joins itself;
 * HD_EFORKED: the thread runs in the parent of this process. */
HD_API int hd_thread_join(hd_thread *thread, double timeout, void **result);

/* Why it failed; code 0 and message NULL when it did not, or has not ended yet. */
HD_API hd_error hd_thread_exception(hd_thread *thread);

/* Has the function not returned yet? */
HD_API bool hd_thread_alive(hd_thread *thread);

/* The whole name, alive as long as the reference. */
HD_API const char *hd_thread_name(const hd_thread *thread);

/* A number that is the thread's own among all that were started in this process. */
HD_API uint64_t hd_thread_ident(const hd_thread *thread);

/* The calling thread's handle, borrowed; NULL in threads that heddle did not start. */
HD_API hd_thread *hd_thread_current(void);

/* The calling thread's name; "MainThread" or "Dummy" in threads heddle did not start. */
HD_API const char *hd_thread_current_name(void);

HD_API hd_thread *hd_thread_ref(hd_thread *thread);
HD_API void hd_thread_unref(hd_thread *thread);

/* How many CPUs this process may run on (the affinity mask, at least 1). */
HD_API int hd_cpu_count(void);

#ifdef __cplusplus
}
#endif
#endif
