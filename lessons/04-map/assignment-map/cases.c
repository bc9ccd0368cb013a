/* SPDX-License-Identifier: MIT */
/* cases - what is done with a map; `tests` beside this file says what must be seen.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "map.h"

/* A value points to a number, which the function writes just before it returns: a map that hands
 * it over without synchronisation shows as a data race on the number. */
static long cells[VALUES + 1];

enum { MOST = 8, MINUTE = 60 * 1000 };

/* Relaxed, as the case must not order what the submission should. */
static atomic_int begun, ended;

static int now(atomic_int *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

static void count(atomic_int *counter)
{
	atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

/* An item: what the function does with it, and what it has seen. */
struct job {
	int number; /* of its value, from 1 on */
	int error;
	bool silent; /* leaves no value */
	int gate;    /* passes that one first, if it is not 0 */
	int meeting; /* meets so many first, if it is not 0 */
	long pause;  /* sleeps so many milliseconds first */
	bool met, clean;
	atomic_int calls;
	pthread_t who;
	long from, to; /* ticks */
};

static struct job jobs[MOST];
static void *items[MOST];

static int do_job(void *item, void **value)
{
	struct job *job = item;

	count(&job->calls);
	job->who = pthread_self();
	job->clean = *value == NULL;
	job->from = tick();
	count(&begun);
	if (job->gate > 0)
		gate_pass(job->gate);
	if (job->meeting > 0)
		job->met = meet(0, job->meeting);
	if (job->pause > 0)
		pause_ms(job->pause);
	cells[job->number] = drawn(job->number);
	if (!job->silent)
		*value = &cells[job->number];
	job->to = tick();
	count(&ended);
	return job->error;
}

/* So many items, as if there had been none before. */
static void prepare(int n)
{
	memset(cells, 0, sizeof cells);
	atomic_store_explicit(&begun, 0, memory_order_relaxed);
	atomic_store_explicit(&ended, 0, memory_order_relaxed);
	for (int i = 0; i < MOST; i++) {
		jobs[i] = (struct job){.number = i + 1};
		items[i] = i < n ? &jobs[i] : NULL;
	}
}

static char nothing;
#define NO_MAP ((map *)(void *)&nothing)

static const char *word(int code)
{
	static char text[8][24];
	static unsigned turn;
	char *here = text[turn++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case MAP_END:
		return "end";
	case MAP_TIMEOUT:
		return "timeout";
	case MAP_INVALID:
		return "invalid";
	case MAP_NO_MEMORY:
		return "no memory";
	case MAP_NO_THREAD:
		return "no thread";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* A value, as text. */
static const char *value(void *got)
{
	static char text[VALUES][24];
	static unsigned turn;
	char *here = text[turn++ % VALUES];
	uintptr_t at = (uintptr_t)got, first = (uintptr_t)cells;

	if (got == NULL)
		return "null";
	if (at < first || at >= first + sizeof cells || (at - first) % sizeof *cells != 0)
		return "what was never given";
	snprintf(here, sizeof text[0], "%ld", *(long *)got);
	return here;
}

/* A map over the first n items that must be there for the case to go on. */
static map *over(int n, struct map_options options)
{
	map *m = NULL;
	int code = map_start(&options, do_job, items, (size_t)n, &m);

	/* They were read: from now on they say something else. */
	memset(&options, 0, sizeof options);
	if (code == 0 && m != NULL)
		return m;
	said("start: %s, and %s map", word(code), m == NULL ? "no" : "a");
	return NULL;
}

static int next(map *m)
{
	struct map_result untouched = {.error = -1, .value = &nothing}, got = untouched;
	int code = map_next(m, &got);
	bool kept = got.error == untouched.error && got.value == untouched.value;

	if (code != 0)
		said("next: %s%s", word(code), kept ? "" : ", and a result");
	else if (got.error != 0)
		said("next: error %d, value %s", got.error, value(got.value));
	else
		said("next: %s", value(got.value));
	return code;
}

/* All results that there are, and the end. */
static void rest(map *m)
{
	for (int i = 0; i <= MOST; i++)
		if (next(m) != 0)
			return;
}

static const char *yes(bool so)
{
	return so ? "yes" : "no";
}

/* -- one after the other ------------------------------------------------------------------- */

static void in_order(void)
{
	bool own = true;
	map *m;

	prepare(3);
	m = over(3, (struct map_options){.workers = 1, .chunk = 1, .ms = -1});
	if (m == NULL)
		return;
	rest(m);
	next(m);
	map_free(m);
	for (int i = 0; i < 3; i++)
		own = own && now(&jobs[i].calls) == 1 &&
		      !pthread_equal(jobs[i].who, pthread_self());
	said("once each, and in a thread of its own: %s", yes(own));
}

static void refuse(const char *what, struct map_options options)
{
	map *m = NO_MAP;
	int code = map_start(&options, do_job, items, 2, &m);

	said("%s: %s, the map: %s", what, word(code),
	     m == NO_MAP ? "untouched" : "changed");
	if (code == 0 && m != NO_MAP)
		map_free(m);
}

static void small_and_large(void)
{
	struct map_options huge = {
		.workers = 4, .chunk = SIZE_MAX, .ahead = SIZE_MAX, .ms = -1};
	map *m;
	long before;

	prepare(2);
	refuse("no workers", (struct map_options){.chunk = 1, .ms = -1});
	refuse("chunks of nothing", (struct map_options){.workers = 1, .ms = -1});
	m = over(0, (struct map_options){.workers = 2, .chunk = 2, .ahead = 1});
	if (m == NULL)
		return;
	next(m);
	next(m);
	map_free(m);
	for (size_t chunk = 2; chunk <= 3; chunk++) {
		prepare(2);
		m = over(2, (struct map_options){.workers = 1, .chunk = chunk, .ms = -1});
		if (m == NULL)
			return;
		rest(m);
		map_free(m);
	}
	prepare(2);
	before = threads_started();
	m = over(2, huge);
	if (m == NULL)
		return;
	rest(m);
	map_free(m);
	said("at most four threads: %s", yes(threads_started() - before <= 4));
	map_free(NULL);
}

/* The second item waits until the first was taken: a sum of what was taken and this would be
 * too large for a size_t. */
static void far_ahead(void)
{
	map *m;

	prepare(4);
	jobs[1].gate = 1;
	m = over(4, (struct map_options){
			    .workers = 1, .chunk = 1, .ahead = SIZE_MAX, .ms = -1});
	if (m == NULL)
		return;
	next(m);
	gate_open(1);
	rest(m);
	map_free(m);
}

static void limits(void)
{
	small_and_large();
	far_ahead();
}

static void errors(void)
{
	bool clean = true;
	map *m;

	prepare(6);
	jobs[1].error = (int)drawn(7);
	jobs[1].silent = true;
	jobs[2].silent = true;
	jobs[4].error = (int)drawn(8);
	m = over(6, (struct map_options){.workers = 1, .chunk = 2, .ms = -1});
	if (m == NULL)
		return;
	rest(m);
	map_free(m);
	for (int i = 0; i < 6; i++)
		clean = clean && now(&jobs[i].calls) == 1 && jobs[i].clean;
	said("once each, and with no value before: %s", yes(clean));
}

/* -- what it takes, and gives back ----------------------------------------------------------- */

static void no_memory(void)
{
	enum { FEW = 20 };
	long k;

	for (k = 1; k <= FEW; k++) {
		struct map_options options = {
			.workers = 2, .chunk = 1, .ahead = 1, .ms = -1};
		long before = blocks_left();
		map *m = NO_MAP;
		int code;

		prepare(2);
		fail_allocation(k);
		code = map_start(&options, do_job, items, 2, &m);
		fail_allocation(0);
		if (code == 0) {
			rest(m);
			map_free(m);
			break;
		}
		if (code != MAP_NO_MEMORY || m != NO_MAP || blocks_left() != before) {
			said("allocation %ld fails: %s, %s map, %ld blocks left", k,
			     word(code), m == NO_MAP ? "no" : "a",
			     blocks_left() - before);
			return;
		}
	}
	said("every failed allocation: %s", k == 1 || k > FEW ? "not seen" : "no memory");
	said("blocks left: %ld", blocks_left());
}

/* The third thread and those before it fail, while others may be at work, or wait for room. */
static void no_thread(void)
{
	enum { WORKERS = 3 };
	long k;

	for (k = 1; k <= WORKERS + 1; k++) {
		struct map_options options = {
			.workers = WORKERS, .chunk = 1, .ahead = 1, .ms = -1};
		long before = blocks_left();
		map *m = NO_MAP;
		int code;

		prepare(4);
		fail_thread(k);
		code = map_start(&options, do_job, items, 4, &m);
		fail_thread(0);
		if (code == 0) {
			rest(m);
			map_free(m);
			break;
		}
		if (code != MAP_NO_THREAD || m != NO_MAP || blocks_left() != before ||
		    now(&begun) != now(&ended)) {
			said("thread %ld fails: %s, %s map, %ld blocks left, %d items at "
			     "work",
			     k, word(code), m == NO_MAP ? "no" : "a",
			     blocks_left() - before, now(&begun) - now(&ended));
			return;
		}
	}
	said("every failed thread: %s",
	     k == 1 || k > WORKERS + 1 ? "not seen" : "no thread");
	said("blocks left: %ld", blocks_left());
}

/* A map is freed when so many results were taken, whatever its threads do. */
static void taken_then_freed(int results)
{
	map *m;

	prepare(5);
	m = over(5, (struct map_options){.workers = 2, .chunk = 2, .ahead = 3, .ms = -1});
	if (m == NULL)
		return;
	for (int i = 0; i < results; i++)
		next(m);
	map_free(m);
	said("all that began have ended: %s", yes(now(&begun) == now(&ended)));
	said("blocks left: %ld", blocks_left());
}

static void leak(void)
{
	taken_then_freed(5);
	taken_then_freed(2);
	taken_then_freed(0);
}

/* -- side by side -------------------------------------------------------------------------- */

static void crowd(void)
{
	bool once = true;
	map *m;

	prepare(5);
	m = over(5, (struct map_options){.workers = 3, .chunk = 1, .ms = -1});
	if (m == NULL)
		return;
	rest(m);
	map_free(m);
	for (int i = 0; i < 5; i++)
		once = once && now(&jobs[i].calls) == 1;
	said("once each: %s", yes(once));
}

static void side_by_side(void)
{
	int met = 0;
	map *m;

	prepare(6);
	for (int i = 0; i < 6; i += 2)
		jobs[i].meeting = 3;
	m = over(6, (struct map_options){.workers = 3, .chunk = 2, .ms = -1});
	if (m == NULL)
		return;
	rest(m);
	map_free(m);
	for (int i = 0; i < 6; i++)
		met += jobs[i].met;
	said("chunks that met: %d", met);
}

/* Whether these are one thread's, one after the other. */
static bool neighbours(int first, int last)
{
	for (int i = first; i < last; i++)
		if (!pthread_equal(jobs[i].who, jobs[i + 1].who) ||
		    jobs[i].to > jobs[i + 1].from)
			return false;
	return true;
}

static void chunks(void)
{
	map *m;

	prepare(7);
	m = over(7, (struct map_options){.workers = 2, .chunk = 3, .ms = -1});
	if (m == NULL)
		return;
	rest(m);
	map_free(m);
	said("the first three are neighbours: %s", yes(neighbours(0, 2)));
	said("the second three are neighbours: %s", yes(neighbours(3, 5)));
}

/* -- waiting ------------------------------------------------------------------------------- */

static atomic_int taken;
static struct map_result results[MOST + 1];

static void *take_all(void *argument)
{
	map *m = argument;

	for (int i = 0; i <= MOST && map_next(m, &results[i]) == 0; i++)
		count(&taken);
	return NULL;
}

static void progress(void)
{
	settle();
	said("begun: %d, taken: %d", now(&begun), now(&taken));
}

/* One thread is held up at the first item, then at the third. */
static void waits(void)
{
	map *m;

	prepare(5);
	jobs[0].gate = 1;
	jobs[2].gate = 2;
	m = over(5, (struct map_options){.workers = 2, .chunk = 1, .ms = -1});
	if (m == NULL)
		return;
	start(take_all, m);
	progress();
	gate_open(1);
	progress();
	gate_open(2);
	progress();
	join_all();
	for (int i = 0; i < now(&taken) && i < 5; i++)
		said("in this order: %s", value(results[i].value));
	map_free(m);
}

static void step(map *m)
{
	settle();
	said("begun: %d", now(&begun));
	next(m);
}

/* No item is further ahead than it may be: one after the other, and in chunks. */
static void ahead(void)
{
	map *m;

	prepare(5);
	m = over(5, (struct map_options){.workers = 4, .chunk = 1, .ahead = 2, .ms = -1});
	if (m == NULL)
		return;
	for (int i = 0; i < 6; i++)
		step(m);
	map_free(m);
}

static void ahead_in_chunks(void)
{
	for (size_t most = 1; most <= 2; most++) {
		map *m;

		prepare(5);
		m = over(5, (struct map_options){
				    .workers = 2, .chunk = 2, .ahead = most, .ms = -1});
		if (m == NULL)
			return;
		settle();
		said("begun: %d, the third: %s", now(&begun),
		     yes(now(&jobs[2].calls) > 0));
		rest(m);
		map_free(m);
	}
}

/* -- time, and an early end ---------------------------------------------------------------- */

static void deadline(void)
{
	long began = now_ms();
	map *m;

	prepare(4);
	for (int i = 0; i < 4; i++)
		jobs[i].pause = 40 * MINUTE;
	m = over(4, (struct map_options){.workers = 1, .chunk = 1, .ms = 100 * MINUTE});
	if (m == NULL)
		return;
	for (int i = 0; i < 3; i++) {
		next(m);
		said("minutes: %ld", (now_ms() - began) / MINUTE);
	}
	pause_ms(60 * MINUTE);
	next(m);
	map_free(m);
	said("begun: %d", now(&begun));
}

/* What is there comes, though the time is over. */
static void after_the_deadline(void)
{
	map *m;

	prepare(3);
	jobs[1].gate = 1;
	m = over(3, (struct map_options){.workers = 1, .chunk = 3, .ms = 0});
	if (m == NULL)
		return;
	settle();
	next(m);
	next(m);
	gate_open(1);
	settle();
	next(m);
	map_free(m);
	said("begun: %d", now(&begun));
}

/* What has not begun when map_next says that the time is over never does. */
static void nothing_begins(void)
{
	map *m;

	prepare(8);
	jobs[0].gate = jobs[3].gate = 1;
	m = over(8, (struct map_options){.workers = 2, .chunk = 3, .ms = 10 * MINUTE});
	if (m == NULL)
		return;
	next(m);
	said("begun: %d", now(&begun));
	gate_open(1);
	settle();
	said("begun: %d", now(&begun));
	map_free(m);
	said("begun: %d, ended: %d", now(&begun), now(&ended));
}

static void *open_later(void *argument)
{
	pause_ms(10 * MINUTE);
	gate_open(1);
	return argument;
}

/* Freed while one item is at work, and others wait for their turn. */
static void free_early(void)
{
	long began;
	map *m;

	prepare(6);
	jobs[1].gate = 1;
	m = over(6, (struct map_options){.workers = 2, .chunk = 2, .ahead = 2, .ms = -1});
	if (m == NULL)
		return;
	next(m);
	settle();
	began = now_ms();
	start(open_later, NULL);
	map_free(m);
	said("minutes: %ld", (now_ms() - began) / MINUTE);
	said("all that began have ended: %s", yes(now(&begun) == now(&ended)));
	said("the last three began: %d",
	     now(&jobs[3].calls) + now(&jobs[4].calls) + now(&jobs[5].calls));
	join_all();
}

const struct test_case test_cases[] = {
	{"in-order", in_order},
	{"limits", limits},
	{"errors", errors},
	{"no-memory", no_memory},
	{"no-thread", no_thread},
	{"leak", leak},
	{"crowd", crowd},
	{"side-by-side", side_by_side},
	{"chunks", chunks},
	{"waits", waits},
	{"ahead", ahead},
	{"ahead-in-chunks", ahead_in_chunks},
	{"deadline", deadline},
	{"after-the-deadline", after_the_deadline},
	{"nothing-begins", nothing_begins},
	{"free-early", free_early},
	{NULL, NULL},
};
