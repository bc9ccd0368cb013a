/* SPDX-License-Identifier: MIT */
/* Broken - every access is locked, and the account is overdrawn all the same.
 *
 * What is wrong: withdraw looks at the balance under the lock, gives the lock back, and takes
 * it again to subtract.  Between the two another thread may do the same: both have seen 100,
 * and both take 80.  There is no data race, and no tool that looks for one will complain.
 *
 * What a run shows: nearly always a balance of 20.  Exit status: 1 when the balance is
 * negative.
 *
 * The cure: one critical section around the look and the subtraction; see account.c.
 */
#include "start.h"

static pthread_mutex_t balance_lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 100; /* guarded by balance_lock */

static bool can_pay(int amount)
{
	bool enough;

	pthread_mutex_lock(&balance_lock);
	enough = balance >= amount;
	pthread_mutex_unlock(&balance_lock);
	return enough;
}

static void *withdraw(void *arg)
{
	if (can_pay(80)) {
		pthread_mutex_lock(&balance_lock);
		balance -= 80;
		pthread_mutex_unlock(&balance_lock);
	}
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t first, second;

	lesson_begin(argc, argv, "Broken: two withdrawals, each step locked.", 0, NULL);
	first = start(withdraw, NULL);
	second = start(withdraw, NULL);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	printf("the balance is %d\n", balance);
	return lesson_end() || balance < 0;
}
