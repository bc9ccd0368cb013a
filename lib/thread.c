/* SPDX-License-Identifier: MIT */
#include "thread.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"
#include "fork.h"
#include "sync.h"

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf.
 *   I1  outcome is written by the thread itself, before ended is set, and never after.
 *   I2  pthread_join or pthread_detach is called once: by the first joiner (joining), or by
 *       whoever drops the last reference when there was none.
 */
struct hd_thread {
	_Atomic unsigned references;
	pthread_t id;
	uint64_t ident;
	unsigned generation;
	hd_fn *fn;
	void *arg;
	struct hd_outcome outcome;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool ended, joining, joined;

	char name[];
};

static _Thread_local hd_thread *current;
static _Atomic uint64_t last_ident;

/* Did the thread stay in the parent of a fork?  Then its lock may have been copied while it
 * was held: nobody touches it any more, and with one thread left nobody needs to. */
static bool is_foreign(const hd_thread *thread)
{
	return thread->generation != hd_fork_generation();
}

static void destroy(hd_thread *thread)
{
	hd_failure_free(thread->outcome.failure);
	if (thread->outcome.owned)
		free(thread->outcome.result);
	if (!is_foreign(thread)) {
		hd_cond_destroy(&thread->changed);
		hd_mutex_destroy(&thread->lock);
	}
	free(thread);
}

hd_thread *hd_thread_ref(hd_thread *thread)
{
	/* relaxed: the caller has a reference already */
	atomic_fetch_add_explicit(&thread->references, 1, memory_order_relaxed);
	return thread;
}

void hd_thread_unref(hd_thread *thread)
{
	if (!thread)
		return;
	/* acquire and release: everybody's last use comes before the end */
	if (atomic_fetch_sub_explicit(&thread->references, 1, memory_order_acq_rel) != 1)
		return;
	if (!thread->joining && !is_foreign(thread))
		HD_CHECKED(pthread_detach(thread->id));
	destroy(thread);
}

/* Linux keeps 15 bytes of a name; the whole one is in the handle. */
static void tell_kernel(const char *name)
{
#if defined(__linux__)
	char brief[16];

	snprintf(brief, sizeof brief, "%s", name);
	pthread_setname_np(pthread_self(), brief); /* only for debuggers: may fail */
#else
	(void)name;
#endif
}

static void *run(void *arg)
{
	hd_thread *thread = arg;
	struct hd_outcome outcome;

	current = thread;
	tell_kernel(thread->name);
	hd_call(thread->fn, thread->arg, &outcome);
	hd_lock(&thread->lock);
	thread->outcome = outcome;
	thread->ended = true;
	hd_broadcast(&thread->changed);
	hd_unlock(&thread->lock);
	current = NULL;
	hd_thread_unref(thread);
	return NULL;
}

static hd_thread *new_thread(hd_fn *fn, void *arg, const char *name)
{
	uint64_t ident = atomic_fetch_add(&last_ident, 1) + 1;
	size_t size = name ? strlen(name) + 1 : sizeof "Thread-18446744073709551615";
	hd_thread *thread = calloc(1, sizeof *thread + size);

	if (!thread)
		return NULL;
	atomic_init(&thread->references, 2); /* the caller's and the thread's own */
	thread->ident = ident;
	thread->generation = hd_fork_generation();
	thread->fn = fn;
	thread->arg = arg;
	hd_mutex_init(&thread->lock);
	hd_cond_init(&thread->changed);
	if (name)
		memcpy(thread->name, name, size);
	else
		snprintf(thread->name, size, "Thread-%llu", (unsigned long long)ident);
	return thread;
}

int hd_thread_start(hd_fn *fn, void *arg, const char *name, hd_thread **thread)
{
	hd_thread *new;
	int failed;

	if (!fn || !thread)
		return HD_EINVAL;
	new = new_thread(fn, arg, name);
	if (!new)
		return HD_ENOMEM;
	/* The new thread may drop its reference at once, but not read id: that is written by
	 * pthread_create, and read only by those who hold a handle. */
	failed = pthread_create(&new->id, NULL, run, new);
	if (failed) {
		destroy(new);
		return HD_ETHREAD;
	}
	*thread = new;
	return 0;
}

/* Waits for the end that somebody else is joining, or that has a deadline.  Requires
 * thread->lock. */
static bool wait_for(hd_thread *thread, const bool *flag, int64_t deadline)
{
	while (!*flag)
		if (!hd_cond_wait(&thread->changed, &thread->lock, deadline))
			break;
	return *flag;
}

/* Joins the pthread, as the first and only one.  Requires thread->lock. */
static void join_first(hd_thread *thread)
{
	thread->joining = true;
	hd_unlock(&thread->lock);
	HD_CHECKED(pthread_join(thread->id, NULL));
	hd_lock(&thread->lock);
	thread->joined = true;
	hd_broadcast(&thread->changed);
}

/* Waits until it has ended and is joined. */
static int wait_for_end(hd_thread *thread, int64_t deadline)
{
	int code = 0;

	if (is_foreign(thread))
		return thread->ended ? 0 : HD_EFORKED;
	hd_lock(&thread->lock);
	if (deadline != HD_NEVER && !wait_for(thread, &thread->ended, deadline))
		code = HD_ETIMEDOUT;
	else if (!thread->joining)
		join_first(thread);
	else
		wait_for(thread, &thread->joined, HD_NEVER);
	hd_unlock(&thread->lock);
	return code;
}

int hd_thread_join(hd_thread *thread, double timeout, void **result)
{
	int code;

	if (!thread)
		return HD_EINVAL;
	if (thread == current)
		return HD_EDEADLOCK;
	code = wait_for_end(thread, hd_deadline(timeout));
	if (code)
		return code;
	if (thread->outcome.code)
		return HD_EFAILED;
	if (result)
		*result = thread->outcome.result;
	return 0;
}

bool hd_thread_alive(hd_thread *thread)
{
	bool ended;

	if (is_foreign(thread))
		return false;
	hd_lock(&thread->lock);
	ended = thread->ended;
	hd_unlock(&thread->lock);
	return !ended;
}

hd_error hd_thread_exception(hd_thread *thread)
{
	if (hd_thread_alive(thread) || !thread->ended)
		return (hd_error){0, NULL, NULL};
	return hd_failure_error(thread->outcome.code, thread->outcome.failure);
}

const char *hd_thread_name(const hd_thread *thread)
{
	return thread->name;
}

uint64_t hd_thread_ident(const hd_thread *thread)
{
	return thread->ident;
}

hd_thread *hd_thread_current(void)
{
	return current;
}

const char *hd_thread_current_name(void)
{
	if (current)
		return current->name;
#if defined(__linux__)
	if (gettid() != getpid())
		return "Dummy";
#endif
	return "MainThread";
}

int hd_cpu_count(void)
{
#if defined(__linux__)
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return CPU_COUNT(&set);
#endif
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (int)count : 1;
}

void hd_thread_fork_child(void)
{
	current = NULL;
}
