/* SPDX-License-Identifier: MIT */
/* two_mutexes - one condition, and a mutex for each who waits.
 *
 * Wrong: those who wait for the door and those who wait for the window have a mutex each,
 * but share a condition.  All who wait on a condition at the same time must use the same
 * mutex.
 * Right: a condition for each mutex.
 *
 * verdict: misuse
 * granularity: sync
 * exhaustive: 4
 */
#include "program.h"

struct opening {
	pthread_mutex_t lock;
	pthread_cond_t *changed;
	bool open;
};

static pthread_cond_t door_changed = PTHREAD_COND_INITIALIZER;
#ifdef FIX
static pthread_cond_t window_changed = PTHREAD_COND_INITIALIZER;
#else
#define window_changed door_changed
#endif
static struct opening door = {PTHREAD_MUTEX_INITIALIZER, &door_changed, false};
static struct opening window = {PTHREAD_MUTEX_INITIALIZER, &window_changed, false};

static void *wait_for(void *argument)
{
	struct opening *opening = argument;

	pthread_mutex_lock(&opening->lock);
	while (!opening->open)
		pthread_cond_wait(opening->changed, &opening->lock);
	pthread_mutex_unlock(&opening->lock);
	return NULL;
}

static void unbar(struct opening *opening)
{
	pthread_mutex_lock(&opening->lock);
	opening->open = true;
	pthread_cond_broadcast(opening->changed);
	pthread_mutex_unlock(&opening->lock);
}

/* Four schedules: with the door, the one who waits comes before main or after it; with
 * the window, the same; and the two have nothing to do with each other. */
int main(void)
{
	pthread_t waiters[2];

	pthread_create(&waiters[0], NULL, wait_for, &door);
	pthread_create(&waiters[1], NULL, wait_for, &window);
	unbar(&door);
	unbar(&window);
	for (int i = 0; i < 2; i++)
		pthread_join(waiters[i], NULL);
	return 0;
}
