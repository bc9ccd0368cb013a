/* SPDX-License-Identifier: MIT */
/* C11's threads: one condition and one lock for all handles, an atomic state for each of them.
 */
#include "start_join.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <threads.h>

struct sj_thread {
	thrd_t id;
	sj_fn *fn;
	void *arg;
	void *result;
	atomic_int done;
};

static once_flag once = ONCE_FLAG_INIT;
static mtx_t lock;
static cnd_t somebody_ended;
static thread_local sj_thread *current;

static void prepare(void)
{
	mtx_init(&lock, mtx_plain);
	cnd_init(&somebody_ended);
}

static int go(void *p)
{
	sj_thread *t = p;

	current = t;
	t->result = t->fn(t->arg);
	mtx_lock(&lock);
	atomic_store(&t->done, 1);
	cnd_broadcast(&somebody_ended);
	mtx_unlock(&lock);
	return 0;
}

int sj_start(sj_fn *fn, void *arg, sj_thread **out)
{
	sj_thread *t = malloc(sizeof *t);

	call_once(&once, prepare);
	if (t == NULL)
		return SJ_NO_MEMORY;
	t->fn = fn;
	t->arg = arg;
	t->result = NULL;
	atomic_init(&t->done, 0);
	if (thrd_create(&t->id, go, t) != thrd_success) {
		free(t);
		return SJ_NO_THREAD;
	}
	*out = t;
	return 0;
}

int sj_join(sj_thread *t, void **result)
{
	if (t == current)
		return SJ_SELF;
	if (!atomic_load_explicit(&t->done, memory_order_acquire)) {
		mtx_lock(&lock);
		while (!atomic_load(&t->done))
			cnd_wait(&somebody_ended, &lock);
		mtx_unlock(&lock);
	}
	if (result != NULL)
		*result = t->result;
	return 0;
}

void sj_free(sj_thread *t)
{
	if (t == NULL)
		return;
	thrd_join(t->id, NULL);
	free(t);
}

int sj_run_all(sj_fn *fn, void **args, size_t n, void **results)
{
	sj_thread **all = n == 0 ? NULL : calloc(n, sizeof(sj_thread *));
	size_t i;
	int code = 0;

	if (n == 0)
		return 0;
	if (all == NULL)
		return SJ_NO_MEMORY;
	for (i = 0; i < n && code == 0; i++)
		code = sj_start(fn, args[i], &all[i]);
	for (i = 0; i < n && all[i] != NULL; i++)
		sj_join(all[i], code == 0 ? &results[i] : NULL);
	for (i = 0; i < n; i++)
		sj_free(all[i]);
	free(all);
	return code;
}
