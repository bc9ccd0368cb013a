/* SPDX-License-Identifier: MIT */
/* Broken - two locks, taken in two orders.
 *
 * What is wrong: a transfer locks the account that pays, then the one that is paid.  Two
 * transfers in opposite directions lock in opposite orders: each can have its first lock and
 * wait for the other's for ever.
 *
 * What a run shows: nearly always nothing.  If it happens, the program hangs.
 *
 * The cure: one order for everybody, such as the account with the lower number first.
 */
#include "start.h"

struct account {
	pthread_mutex_t lock;
	int balance; /* guarded by lock */
};

static struct account anna = {PTHREAD_MUTEX_INITIALIZER, 100};
static struct account ben = {PTHREAD_MUTEX_INITIALIZER, 100};

static void transfer(struct account *from, struct account *to, int amount)
{
	pthread_mutex_lock(&from->lock);
	pthread_mutex_lock(&to->lock);
	from->balance -= amount;
	to->balance += amount;
	pthread_mutex_unlock(&to->lock);
	pthread_mutex_unlock(&from->lock);
}

static void *anna_pays(void *arg)
{
	transfer(&anna, &ben, 30);
	return arg;
}

static void *ben_pays(void *arg)
{
	transfer(&ben, &anna, 50);
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t first, second;

	lesson_begin(argc, argv, "Broken: two transfers, two locks, two orders.", 0,
		     NULL);
	first = start(anna_pays, NULL);
	second = start(ben_pays, NULL);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	printf("Anna has %d, Ben has %d\n", anna.balance, ben.balance);
	return lesson_end();
}
