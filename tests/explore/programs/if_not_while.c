/* SPDX-License-Identifier: MIT */
/* if_not_while - a wait that trusts every wake-up.
 *
 * Wrong: the consumer tests its condition once.  A wait may end without any signal, and
 * then the consumer takes an item that is not there.
 * Right: wait in a loop that ends when there is an item, and for no other reason.
 *
 * verdict: assertion
 * granularity: sync
 * options: --spurious
 * exhaustive: no
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int items;

static void *produce(void *argument)
{
	pthread_mutex_lock(&lock);
	items++;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return argument;
}

static void *consume(void *argument)
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
	return argument;
}

int main(void)
{
	run_both(produce, consume);
	return 0;
}
