/* SPDX-License-Identifier: MIT */
/* gather - watching a set of futures: the machine under wait and as_completed.
 *
 * Each different future has one entry with one watcher.  When a future is notified or
 * finished its entry joins the end of a list; the one thread that waits takes the whole list
 * when it has given out what it took before, and is woken when as many have arrived as it
 * asked for.  So n futures cost n entries, a wait costs one wake-up, and futures that are done
 * beforehand cost no lock.
 */
#ifndef HEDDLE_GATHER_H
#define HEDDLE_GATHER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heddle/future.h"
#include "lot.h"

struct hd_gather;

struct hd_entry {
	struct hd_watcher watcher;
	struct hd_gather *gather;
	hd_future *future;     /* a reference, until it is given out; then NULL */
	struct hd_entry *next; /* in the list of those that arrived */
};

/* Locking discipline: lock guards the fields below it.  Lock order: a bucket's, this one, a
 * parker's. */
struct hd_gather {
	size_t count;		/* different futures */
	size_t unreachable;	/* those that cannot finish while this thread waits ... */
	int why;		/* ... and the code that says so */
	bool spin;		/* who waits may spin first */
	struct hd_entry *ready; /* taken by the waiter, not given out */

	pthread_mutex_t lock;
	struct hd_entry *first, **end; /* arrived and not yet taken */
	size_t arrived, failed;	       /* of all */
	size_t enough;		       /* wake the waiter when so many have arrived ... */
	bool failure_enough;	       /* ... or when one has failed */
	struct hd_wait *wait;	       /* the waiter, or NULL */

	struct hd_entry entries[];
};

/* Watches the futures; those that are done have arrived, in the order given, before all
 * others.  Takes a reference to each.  HD_ENOMEM, HD_EINVAL (a NULL future). */
int hd_gather_new(hd_future *const *futures, size_t count, struct hd_gather **gather);

/* Stops watching and frees. */
void hd_gather_free(struct hd_gather *gather);

/* Blocks until so many have arrived, or one has failed if that is enough.  HD_ETIMEDOUT;
 * HD_EDEADLOCK or HD_EFORKED: it could only be reached through futures that cannot finish
 * while this thread waits. */
int hd_gather_wait(struct hd_gather *gather, size_t enough, bool failure_enough,
		   int64_t deadline);

/* Takes the oldest arrival, or NULL.  Only for the thread that waits. */
struct hd_entry *hd_gather_take(struct hd_gather *gather);

#endif
