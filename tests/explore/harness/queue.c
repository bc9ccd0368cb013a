/* SPDX-License-Identifier: MIT */
/* queue - producers and takers at the injection queue: each task comes out once, those of one
 * producer in their order; a push that finds the queue empty says so; and what was accepted
 * before the queue was closed is there after it was closed.
 *
 * case order: two producers, one taker, while the ring wraps and grows
 * case takers: two takers and one producer
 * case empty: of two producers at an empty queue one is told that it was empty
 * case close: a producer against the one that closes
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include "queue.h"

enum { EACH = 3, PRODUCERS = 2, TASKS = EACH * PRODUCERS };

/* The task number n of a producer; nobody looks into it. */
struct task {
	int number;
};

/* What came out, in order, for one thread. */
struct taken {
	size_t count;
	hd_future *tasks[TASKS];
};

struct producer {
	int index, count; /* which one, and how many tasks it has */
	int accepted, alone;
};

static struct hd_queue queue;
static struct task tasks[TASKS];

static void *produce(void *arg)
{
	struct producer *me = arg;

	for (int i = 0; i < me->count; i++) {
		struct task *task = &tasks[me->index * EACH + i];
		bool was_empty = false;
		int code;

		task->number = i + 1;
		code = hd_queue_push(&queue, (hd_future *)task, &was_empty);
		CHECK(code == 0 || code == HD_ESHUTDOWN);
		/* Once refused, always refused. */
		CHECK(code != 0 || me->accepted == i);
		me->accepted += !code;
		me->alone += was_empty;
	}
	return NULL;
}

static void take(struct taken *to, size_t max)
{
	to->count += hd_queue_take(&queue, to->tasks + to->count, max);
}

static void *take_twice(void *arg)
{
	take(arg, 1);
	take(arg, 2);
	return NULL;
}

static void take_rest(struct taken *to)
{
	while (hd_queue_count(&queue))
		take(to, TASKS - to->count);
}

/* The tasks of each producer come whole and in order, and, if they are all, without a gap. */
static void check_order(const struct taken *taken, bool all)
{
	int last[PRODUCERS] = {0};

	for (size_t i = 0; i < taken->count; i++) {
		const struct task *task = (const struct task *)taken->tasks[i];
		ptrdiff_t n = task - tasks;

		CHECK(n >= 0 && n < TASKS);
		CHECK_INT(task->number, n % EACH + 1);
		CHECK(all ? task->number == last[n / EACH] + 1
			  : task->number > last[n / EACH]);
		last[n / EACH] = task->number;
	}
}

static void reset(void)
{
	hd_queue_init(&queue);
	memset(tasks, 0, sizeof tasks);
}

static void order(void)
{
	struct producer a = {.index = 0, .count = 2}, b = {.index = 1, .count = 2};
	struct taken taken = {0};
	pthread_t thread, other;

	reset();
	thread = start(produce, &a);
	other = start(produce, &b);
	take_twice(&taken);
	join(thread);
	join(other);
	take_rest(&taken);
	CHECK_INT(taken.count, 4);
	check_order(&taken, true);
	CHECK(a.alone + b.alone >= 1);
	hd_queue_destroy(&queue);
}

/* Adds up how often each task came out. */
static void count(const struct taken *taken, int *times)
{
	for (size_t i = 0; i < taken->count; i++)
		times[(struct task *)taken->tasks[i] - tasks]++;
}

static void takers(void)
{
	struct producer producer = {.index = 0, .count = EACH};
	struct taken a = {0}, b = {0}, rest = {0};
	int times[TASKS] = {0};
	pthread_t thread, other;

	reset();
	thread = start(take_twice, &a);
	other = start(take_twice, &b);
	produce(&producer);
	join(thread);
	join(other);
	take_rest(&rest);
	check_order(&a, false);
	check_order(&b, false);
	check_order(&rest, false);
	count(&a, times);
	count(&b, times);
	count(&rest, times);
	for (int i = 0; i < EACH; i++)
		CHECK_INT(times[i], 1);
	hd_queue_destroy(&queue);
}

static void empty(void)
{
	struct producer a = {.index = 0, .count = 1}, b = {.index = 1, .count = 1};
	pthread_t thread;

	reset();
	thread = start(produce, &a);
	produce(&b);
	join(thread);
	CHECK_INT(a.alone + b.alone, 1);
	CHECK_INT(hd_queue_count(&queue), 2);
	hd_queue_destroy(&queue);
}

static void *close_and_take(void *arg)
{
	hd_queue_close(&queue, HD_ESHUTDOWN, false);
	take_rest(arg);
	return NULL;
}

static void close_it(void)
{
	struct producer producer = {.index = 0, .count = 3};
	struct taken early = {0}, late = {0};
	pthread_t thread, taker;

	reset();
	thread = start(produce, &producer);
	taker = start(take_twice, &early);
	close_and_take(&late);
	join(thread);
	join(taker);
	CHECK_INT(early.count + late.count, producer.accepted);
	CHECK_INT(hd_queue_count(&queue), 0);
	CHECK_INT(hd_queue_closed(&queue), HD_ESHUTDOWN);
	hd_queue_destroy(&queue);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"order", order},    {"takers", takers}, {"empty", empty},
		{"close", close_it}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
