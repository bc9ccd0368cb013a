/* SPDX-License-Identifier: MIT */
/* transfer - the order of locking comes with the arguments.
 *
 * Wrong: a transfer locks the account that pays and then the one that is paid.  No two of
 * these three transfers are each other's reverse, but together they close a circle.
 * Right: lock the account with the lower number first, whoever pays.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 6
 */
#include "program.h"

enum { ACCOUNTS = 3 };

static struct account {
	pthread_mutex_t lock;
	int balance;
} accounts[ACCOUNTS];

static void transfer(struct account *from, struct account *to, int amount)
{
	struct account *first = from;
	struct account *second = to;

#ifdef FIX
	if (to < from) {
		first = to;
		second = from;
	}
#endif
	pthread_mutex_lock(&first->lock);
	pthread_mutex_lock(&second->lock);
	from->balance -= amount;
	to->balance += amount;
	pthread_mutex_unlock(&second->lock);
	pthread_mutex_unlock(&first->lock);
}

static void *pay_the_next(void *argument)
{
	int me = (int)(intptr_t)argument;

	transfer(&accounts[me], &accounts[(me + 1) % ACCOUNTS], 10);
	return NULL;
}

/* Six schedules: as in philosophers.c, with three: 8 - 2. */
int main(void)
{
	for (int i = 0; i < ACCOUNTS; i++)
		pthread_mutex_init(&accounts[i].lock, NULL);
	run_numbered(ACCOUNTS, pay_the_next);
	for (int i = 0; i < ACCOUNTS; i++)
		assert(accounts[i].balance == 0);
	return 0;
}
