/* SPDX-License-Identifier: MIT */
/* use_after_free - the producer frees a mailbox under its waiter.
 *
 * Wrong: the producer puts the letter in, signals, and frees the mailbox: its part is
 * done.  But the consumer still has to wake up in there, lock, read and unlock.
 * Right: it is freed when both threads have ended.
 *
 * verdict: use-after-free misuse
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

struct mailbox {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	int letter;
};

static struct mailbox *mailbox;

static void free_mailbox(void)
{
	pthread_cond_destroy(&mailbox->filled);
	pthread_mutex_destroy(&mailbox->lock);
	free(mailbox);
}

static void *produce(void *argument)
{
	pthread_mutex_lock(&mailbox->lock);
	mailbox->letter = 7;
	pthread_cond_signal(&mailbox->filled);
	pthread_mutex_unlock(&mailbox->lock);
#ifndef FIX
	free_mailbox();
#endif
	return argument;
}

static void *consume(void *argument)
{
	pthread_mutex_lock(&mailbox->lock);
	while (mailbox->letter == 0)
		pthread_cond_wait(&mailbox->filled, &mailbox->lock);
	pthread_mutex_unlock(&mailbox->lock);
	return argument;
}

/* Two schedules: the consumer finds the letter, or waits for it. */
int main(void)
{
	mailbox = calloc(1, sizeof *mailbox);
	if (mailbox == NULL)
		return 1;
	pthread_mutex_init(&mailbox->lock, NULL);
	pthread_cond_init(&mailbox->filled, NULL);
	run_both(produce, consume);
#ifdef FIX
	free_mailbox();
#endif
	return 0;
}
