/* SPDX-License-Identifier: MIT */
/* The first who joins does so with pthread_join, under a lock at which all others wait.
 */
#include "start_join.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct sj_thread {
	pthread_mutex_t lock;
	pthread_t id;
	bool joined;
	void *result;
};

struct beginning {
	sj_thread *thread;
	sj_fn *fn;
	void *arg;
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_key(void)
{
	pthread_key_create(&key, NULL);
}

static void *begin(void *p)
{
	struct beginning b = *(struct beginning *)p;

	free(p);
	pthread_setspecific(key, b.thread);
	return b.fn(b.arg);
}

int sj_start(sj_fn *fn, void *arg, sj_thread **out)
{
	sj_thread *t = calloc(1, sizeof *t);
	struct beginning *b = malloc(sizeof *b);
	int code;

	pthread_once(&once, make_key);
	if (t == NULL || b == NULL) {
		free(t);
		free(b);
		return SJ_NO_MEMORY;
	}
	*b = (struct beginning){t, fn, arg};
	pthread_mutex_init(&t->lock, NULL);
	code = pthread_create(&t->id, NULL, begin, b);
	if (code != 0) {
		pthread_mutex_destroy(&t->lock);
		free(t);
		free(b);
		return SJ_NO_THREAD;
	}
	*out = t;
	return 0;
}

int sj_join(sj_thread *t, void **result)
{
	if (pthread_getspecific(key) == t)
		return SJ_SELF;
	pthread_mutex_lock(&t->lock);
	if (!t->joined) {
		pthread_join(t->id, &t->result);
		t->joined = true;
	}
	if (result != NULL)
		*result = t->result;
	pthread_mutex_unlock(&t->lock);
	return 0;
}

void sj_free(sj_thread *t)
{
	if (t == NULL)
		return;
	sj_join(t, NULL);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

int sj_run_all(sj_fn *fn, void **args, size_t n, void **results)
{
	pthread_t *ids = malloc((n + 1) * sizeof *ids);
	void **got = malloc((n + 1) * sizeof *got);
	size_t begun = 0;
	int code = ids == NULL || got == NULL ? SJ_NO_MEMORY : 0;

	while (code == 0 && begun < n) {
		if (pthread_create(&ids[begun], NULL, fn, args[begun]) != 0)
			code = SJ_NO_THREAD;
		else
			begun++;
	}
	for (size_t i = 0; i < begun; i++)
		pthread_join(ids[i], &got[i]);
	for (size_t i = 0; code == 0 && i < n; i++)
		results[i] = got[i];
	free(ids);
	free(got);
	return code;
}
