/* SPDX-License-Identifier: MIT */
/* magazine - memory of tasks that travels between threads through the depot: no task is in two
 * hands at once, and what one thread gave back, the others get.
 *
 * A magazine holds two tasks here, so that every few operations one is exchanged.  What a hand
 * writes into its task is plain memory: two hands on one are a data race, too.
 *
 * case take: two threads take from an empty depot, and keep
 * case pass: one thread takes and another one gives, as with tasks and their results
 * case turn: threads end and leave what they have to those that come after
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include "magazine.h"
#include "task.h"

enum { HELD = 0x48454c44, FREE = 0x46524545, EACH = 5, ALL = 4 * EACH };

/* Tasks that are handed over, NULL while there is none. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	hd_future *task;
} box = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL};

/* The library looks at its environment when the first task is made. */
static void use_magazines(void)
{
	unsetenv("HEDDLE_NO_MAGAZINES");
}

static hd_future *take(void)
{
	hd_future *task = hd_magazine_take();

	CHECK(task);
	CHECK(task->code != HELD);
	task->code = HELD;
	task->arg = task;
	return task;
}

static void give(hd_future *task)
{
	CHECK_INT(task->code, HELD);
	CHECK(task->arg == task);
	task->code = FREE;
	hd_magazine_give(task);
}

static void *take_and_give(void *unused)
{
	hd_future *mine[EACH];

	for (int i = 0; i < EACH; i++)
		mine[i] = take();
	for (int i = 0; i < EACH; i++)
		give(mine[i]);
	return unused;
}

/* All that ever travelled comes back once. */
static void take_all(void)
{
	hd_future *all[ALL];

	for (int i = 0; i < ALL; i++)
		all[i] = take();
	for (int i = 0; i < ALL; i++)
		give(all[i]);
}

static void take_only(void)
{
	pthread_t a, b;

	use_magazines();
	a = start(take_and_give, NULL);
	b = start(take_and_give, NULL);
	take_and_give(NULL);
	join(a);
	join(b);
	take_all();
}

static void *take_and_pass(void *unused)
{
	for (int i = 0; i < EACH; i++) {
		hd_future *task = take();

		pthread_mutex_lock(&box.lock);
		while (box.task)
			pthread_cond_wait(&box.changed, &box.lock);
		box.task = task;
		pthread_cond_broadcast(&box.changed);
		pthread_mutex_unlock(&box.lock);
	}
	return unused;
}

static void *receive_and_give(void *unused)
{
	for (int i = 0; i < EACH; i++) {
		hd_future *task;

		pthread_mutex_lock(&box.lock);
		while (!box.task)
			pthread_cond_wait(&box.changed, &box.lock);
		task = box.task;
		box.task = NULL;
		pthread_cond_broadcast(&box.changed);
		pthread_mutex_unlock(&box.lock);
		give(task);
	}
	return unused;
}

static void pass(void)
{
	pthread_t a, b;

	use_magazines();
	a = start(take_and_pass, NULL);
	b = start(receive_and_give, NULL);
	take_and_give(NULL);
	join(a);
	join(b);
	take_all();
}

static void *start_another(void *unused)
{
	pthread_t next;

	give(take());
	next = start(take_and_give, NULL);
	take_and_give(NULL);
	join(next);
	return unused;
}

static void turn(void)
{
	pthread_t a, b;

	use_magazines();
	a = start(start_another, NULL);
	b = start(take_and_give, NULL);
	join(a);
	join(b);
	take_all();
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"take", take_only},
		{"pass", pass},
		{"turn", turn},
		{NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
