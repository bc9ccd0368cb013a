/* SPDX-License-Identifier: MIT */
/* stolen_wakeup - between a signal and the end of the wait, another takes the item.
 *
 * Wrong: a consumer that is woken takes an item without another look.  But it must lock
 * the mutex again first, and a second consumer that never waited may be quicker.  No
 * spurious wake-up is needed for that.
 * Right: wait in a loop that ends when there is an item.
 *
 * verdict: assertion
 * granularity: sync
 * exhaustive: yes
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int items;

static void put(void)
{
	pthread_mutex_lock(&lock);
	items++;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

static void take(void)
{
	pthread_mutex_lock(&lock);
#ifdef FIX
	while (items == 0)
		pthread_cond_wait(&changed, &lock);
#else
	if (items == 0)
		pthread_cond_wait(&changed, &lock);
#endif
	items--;
	assert(items >= 0);
	pthread_mutex_unlock(&lock);
}

static void *consume(void *argument)
{
	take();
	return argument;
}

int main(void)
{
	pthread_t consumers[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&consumers[i], NULL, consume, NULL);
	put();
	put();
	for (int i = 0; i < 2; i++)
		pthread_join(consumers[i], NULL);
	assert(items == 0);
	return 0;
}
