/* SPDX-License-Identifier: MIT */
/* leaked_thread - a thread that nobody waits for.
 *
 * Wrong: the program ends while a thread of its own may be in the middle of its work;
 * nobody joins it, and nobody has detached it.
 * Right: join it.
 *
 * verdict: leaked-thread
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int saved;

static void save(void)
{
	pthread_mutex_lock(&lock);
	saved++;
	pthread_mutex_unlock(&lock);
}

static void *save_in_background(void *argument)
{
	save();
	return argument;
}

/* Two schedules: main saves first, or the other does. */
int main(void)
{
	pthread_t saver;

	pthread_create(&saver, NULL, save_in_background, NULL);
	save();
#ifdef FIX
	pthread_join(saver, NULL);
	assert(saved == 2);
#endif
	return 0;
}
