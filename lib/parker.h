/* SPDX-License-Identifier: MIT */
/* parker - one thread puts itself to sleep, another wakes it.
 *
 * Every thread has one parker.  A wake-up that comes before the sleep is kept, so the order
 * of the two does not matter; two of them count as one.  A sleeper may find a wake-up that
 * was meant for an earlier sleep: it looks at what it waits for and sleeps again.
 *
 * hd_unpark must be called under a lock that the sleeper takes after it woke, so that the
 * sleeper cannot end, and its parker with it, while it is being woken.  A worker's parker lasts
 * as long as its scheduler, and may be woken without: the woken thread often runs at once on
 * its waker's CPU, and would only run into that lock.
 */
#ifndef HEDDLE_PARKER_H
#define HEDDLE_PARKER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Locking discipline: lock guards woken.  It is a leaf. */
struct hd_parker {
	pthread_mutex_t lock;
	pthread_cond_t cond;
	bool woken;
};

void hd_parker_init(struct hd_parker *parker);
void hd_parker_destroy(struct hd_parker *parker);

/* The calling thread's parker. */
struct hd_parker *hd_parker_self(void);

/* Gives the calling thread another parker than its own; NULL: its own again. */
void hd_parker_use(struct hd_parker *parker);

/* Sleeps until woken (true) or until the deadline (false). */
bool hd_park(struct hd_parker *parker, int64_t deadline);

void hd_unpark(struct hd_parker *parker);

/* In the child of a fork: the calling thread's parker may have been caught locked. */
void hd_parker_fork_child(void);

#endif
