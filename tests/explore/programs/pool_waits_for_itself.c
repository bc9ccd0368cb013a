/* SPDX-License-Identifier: MIT */
/* pool_waits_for_itself - every worker waits for a task that a worker would have to run.
 *
 * Wrong: a task submits a smaller one and waits for it.  When all workers run tasks that
 * wait, nobody is left for those they wait for.
 * Right: a worker that has to wait runs other tasks meanwhile.
 *
 * verdict: deadlock lost-wakeup
 * granularity: sync
 * exhaustive: yes
 */
#include "program.h"

enum { WORKERS = 2, TASKS = 4 };

enum state { NONE, SMALL, LARGE, RUNNING, DONE };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static enum state tasks[TASKS] = {LARGE, LARGE};
static int submitted = 2;

static void run(int task, enum state size);

/* Runs a task that nobody runs yet, if there is one.  Called with the lock, which it
 * gives up while the task runs. */
static bool run_one(void)
{
	for (int i = 0; i < submitted; i++) {
		enum state size = tasks[i];

		if (size == SMALL || size == LARGE) {
			tasks[i] = RUNNING;
			pthread_mutex_unlock(&lock);
			run(i, size);
			pthread_mutex_lock(&lock);
			return true;
		}
	}
	return false;
}

static void run(int task, enum state size)
{
	int part;

	pthread_mutex_lock(&lock);
	if (size == LARGE) {
		part = submitted++;
		tasks[part] = SMALL;
		pthread_cond_broadcast(&changed);
		while (tasks[part] != DONE) {
#ifdef FIX
			if (run_one())
				continue;
#endif
			pthread_cond_wait(&changed, &lock);
		}
	}
	tasks[task] = DONE;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

static bool all_done(void)
{
	for (int i = 0; i < TASKS; i++)
		if (tasks[i] != DONE)
			return false;
	return true;
}

static void *work(void *argument)
{
	pthread_mutex_lock(&lock);
	while (!all_done())
		if (!run_one() && !all_done())
			pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	return argument;
}

int main(void)
{
	run_numbered(WORKERS, work);
	return 0;
}
