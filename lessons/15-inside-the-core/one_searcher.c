/* SPDX-License-Identifier: MIT */
/* Who looks for work, who sleeps, and who is woken (lib/idle.h).
 *
 * Waking a thread costs as much as some hundred empty tasks.  So at most one idle worker
 * looks again and again for a while; the others sleep at once.  Who publishes work while
 * somebody searches wakes nobody; and whoever finds work while there is more wakes the next.
 *
 * Predict: A searches, B, C and D sleep.  Four pieces of work arrive.  How many threads does
 * main wake?  In which order do the sleepers get up?
 *
 * A run shows: gates hold A in the middle of its search, so every line is the same every
 * time.
 */
#include <semaphore.h>

#include "idle.h"
#include "lesson.h"

enum { IDLERS = 4, LOOKS_OF_A = 10 };

struct idler {
	char name;
	struct hd_sleeper sleeper;
	struct hd_parker
		parker; /* it outlives the thread, as its waker may not be done */
	int looks;	/* before there was anything */
	sem_t looked;
	hd_thread *thread;
};

static struct hd_idlers idlers;
static struct idler crew[IDLERS];
static sem_t go_on;
static _Atomic int work;

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		continue; /* a signal came between */
}

static bool is_work(void *arg)
{
	(void)arg;
	return atomic_load(&work) > 0;
}

/* What an idler does to see whether there is work.  A is held at its tenth look, and looks
 * again; the others look once, and then say so: what comes after that they do not see. */
static bool look(void *arg)
{
	struct idler *me = arg;

	if (is_work(NULL))
		return true;
	me->looks++;
	if (me == crew && me->looks < LOOKS_OF_A)
		return false;
	sem_post(&me->looked);
	if (me == crew)
		wait_for(&go_on);
	return me == crew && is_work(NULL);
}

/* A worker that wants one piece of work. */
static void *idle(void *arg)
{
	struct idler *me = arg;
	int left;

	do {
		hd_idlers_wait(&idlers, &me->sleeper, look, me, HD_NEVER);
		left = atomic_load(&work);
	} while (left == 0 || !atomic_compare_exchange_strong(&work, &left, left - 1));
	lesson_say("%c : has one, %d left%s", me->name, left - 1,
		   left > 1 ? ", so it wakes the next" : "");
	hd_idlers_stop_searching(&idlers, &me->sleeper, is_work, NULL);
	return NULL;
}

static void say_state(const char *when)
{
	lesson_say("%s: %d asleep, %s", when, atomic_load(&idlers.asleep),
		   atomic_load(&idlers.searching) ? "one searches" : "nobody searches");
}

/* Starts an idler, and returns when it is where we want it. */
static void start(struct idler *idler, char name)
{
	idler->name = name;
	hd_parker_init(&idler->parker);
	idler->sleeper.parker = &idler->parker;
	idler->sleeper.patience = HD_SPIN_ROUNDS;
	must(sem_init(&idler->looked, 0, 0) ? HD_EINVAL : 0);
	must(hd_thread_start(idle, idler, NULL, &idler->thread));
	wait_for(&idler->looked);
	lesson_say("%c : %s after %d look%s", name,
		   idler == crew ? "still searches" : "lies down", idler->looks,
		   idler->looks > 1 ? "s" : "");
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "One searches, the others sleep.", 0, NULL);
	hd_idlers_init(&idlers, true);
	must(sem_init(&go_on, 0, 0) ? HD_EINVAL : 0);
	for (int i = 0; i < IDLERS; i++)
		start(&crew[i], (char)('A' + i));
	say_state("before");

	/* Publish, then see who sleeps: never the other way round. */
	atomic_store(&work, IDLERS);
	hd_idlers_wake_one(&idlers, is_work, NULL);
	say_state("four pieces of work published");
	sem_post(&go_on);
	for (int i = 0; i < IDLERS; i++) {
		must(hd_thread_join(crew[i].thread, HD_FOREVER, NULL));
		hd_thread_unref(crew[i].thread);
		sem_destroy(&crew[i].looked);
	}
	for (int i = 0; i < IDLERS; i++)
		hd_parker_destroy(&crew[i].parker);
	say_state("after");
	sem_destroy(&go_on);
	hd_idlers_destroy(&idlers);
	return lesson_end();
}
