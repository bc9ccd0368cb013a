/* SPDX-License-Identifier: MIT */
/* What each thing costs on this machine, as a ratio to an uncontended lock.
 *
 * Every decision in the core is a sum over this table: a spared wake-up pays for a lot of
 * atomic operations, and a spared thread for a lot of wake-ups.
 *
 * Predict: put them in order before you look.  How many locks is a wake-up?  A thread?
 *
 * A run shows: the table.  All numbers are this machine's, today.
 */
#include <stdatomic.h>

#include "lesson.h"
#include "lot.h"
#include "measure.h"
#include "sync.h"

enum { MANY = 1000000, SOME = 100000, FEW = 2000, THREADS = 50 };

static void *nothing(void *arg)
{
	return arg;
}

/* -- single things ------------------------------------------------------------------- */

static void call_function(void *arg)
{
	hd_fn *volatile fn = nothing; /* volatile: the compiler may not see through it */

	for (int i = 0; i < MANY; i++)
		fn(arg);
}

static void take_lock(void *lock)
{
	for (int i = 0; i < MANY; i++) {
		hd_lock(lock);
		hd_unlock(lock);
	}
}

static void *add_many(void *counter)
{
	for (int i = 0; i < MANY / 2; i++)
		atomic_fetch_add_explicit((_Atomic int *)counter, 1,
					  memory_order_relaxed);
	return NULL;
}

static void add_alone(void *counter)
{
	add_many(counter);
	add_many(counter);
}

static void add_against_another(void *counter)
{
	hd_thread *other;

	must(hd_thread_start(add_many, counter, NULL, &other));
	add_many(counter);
	must(hd_thread_join(other, HD_FOREVER, NULL));
	hd_thread_unref(other);
}

static void start_and_join(void *arg)
{
	for (int i = 0; i < THREADS; i++) {
		hd_thread *thread;

		must(hd_thread_start(nothing, arg, NULL, &thread));
		must(hd_thread_join(thread, HD_FOREVER, NULL));
		hd_thread_unref(thread);
	}
}

/* -- waking: two threads, one of which always sleeps --------------------------------- */

/* Locking discipline: lock guards both seats, so that nobody wakes one that is gone.
 *
 * A parker may hold a wake-up from before; whose turn it is, only the seat knows. */
struct seat {
	struct hd_parker *who;
	bool turn;
};

static struct {
	pthread_mutex_t lock;
	struct seat ping, pong;
} table = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void wake(struct seat *seat)
{
	hd_lock(&table.lock);
	seat->turn = true;
	if (seat->who)
		hd_unpark(seat->who);
	hd_unlock(&table.lock);
}

static void sit_down(struct seat *seat, struct hd_parker *who)
{
	hd_lock(&table.lock);
	seat->who = who;
	seat->turn = false;
	hd_unlock(&table.lock);
}

static bool take_turn(struct seat *seat)
{
	bool mine;

	hd_lock(&table.lock);
	mine = seat->turn;
	seat->turn = false;
	hd_unlock(&table.lock);
	return mine;
}

static void sleep_until_turn(struct seat *seat)
{
	while (!take_turn(seat))
		hd_park(hd_parker_self(), HD_NEVER);
}

static void *answer(void *arg)
{
	sit_down(&table.pong, hd_parker_self());
	wake(&table.ping);
	for (int i = 0; i < FEW / 2; i++) {
		sleep_until_turn(&table.pong);
		wake(&table.ping);
	}
	sit_down(&table.pong, NULL);
	return arg;
}

static void ping_pong(void *arg)
{
	hd_thread *other;

	sit_down(&table.ping, hd_parker_self());
	must(hd_thread_start(answer, arg, NULL, &other));
	sleep_until_turn(&table.ping);
	for (int i = 0; i < FEW / 2; i++) {
		wake(&table.pong);
		sleep_until_turn(&table.ping);
	}
	must(hd_thread_join(other, HD_FOREVER, NULL));
	hd_thread_unref(other);
	sit_down(&table.ping, NULL);
}

/* -- tasks --------------------------------------------------------------------------- */

static void submit_and_forget(void *arg)
{
	hd_executor *ex;

	must(hd_executor_new_threads(lesson_workers(), NULL, &ex));
	for (int i = 0; i < SOME; i++)
		must(hd_executor_submit(ex, nothing, arg, NULL));
	must(hd_executor_free(&ex));
}

static void submit_then_collect(void *arg)
{
	static hd_future *futures[SOME];
	hd_executor *ex;

	must(hd_executor_new_threads(lesson_workers(), NULL, &ex));
	for (int i = 0; i < SOME; i++)
		must(hd_executor_submit(ex, nothing, arg, &futures[i]));
	for (int i = 0; i < SOME; i++) {
		must(hd_future_result(futures[i], HD_FOREVER, NULL));
		hd_future_unref(futures[i]);
	}
	must(hd_executor_free(&ex));
}

static void one_at_a_time(void *ex)
{
	for (int i = 0; i < FEW; i++) {
		hd_future *future;

		must(hd_executor_submit(ex, nothing, NULL, &future));
		must(hd_future_result(future, HD_FOREVER, NULL));
		hd_future_unref(future);
	}
}

/* -- the table ----------------------------------------------------------------------- */

static double lock_ns;

static void row(const char *name, double ns)
{
	lesson_say("%-46s %9.1f ns %9.1f", name, ns, ns / lock_ns);
}

int main(int argc, char **argv)
{
	pthread_mutex_t lock;
	_Atomic int counter = 0;
	hd_executor *ex;

	lesson_begin(argc, argv, "What each thing costs, in locks.", 2, NULL);
	hd_mutex_init(&lock);
	lock_ns = measure(take_lock, &lock, MANY);
	hd_mutex_destroy(&lock);
	must(hd_executor_new_threads(lesson_workers(), NULL, &ex));

	lesson_say("%-46s %12s %9s", "", "", "in locks");
	row("call a function", measure(call_function, NULL, MANY));
	row("take a free lock and give it back", lock_ns);
	row("atomic add, alone", measure(add_alone, &counter, MANY));
	row("atomic add, against another thread",
	    measure(add_against_another, &counter, MANY));
	row("a task, nobody wants its result", measure(submit_and_forget, NULL, SOME));
	row("a task, its result collected later",
	    measure(submit_then_collect, NULL, SOME));
	row("a task, its result awaited at once (hot)", measure(one_at_a_time, ex, FEW));
	row("wake a thread that sleeps", measure(ping_pong, NULL, FEW));
	row("start a thread and join it", measure(start_and_join, NULL, THREADS));
	must(hd_executor_free(&ex));
	return lesson_end();
}
