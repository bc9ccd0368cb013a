/* SPDX-License-Identifier: MIT */
/* gather - watching a set of futures: the machine under wait and as_completed.
 *
 * Futures that are done beforehand are only put down.  Each other one has an entry with one
 * watcher.  When a future is notified or finished its entry joins the end of a list; the one
 * thread that waits takes the whole list when it has given out what it took before, and is
 * woken when as many have arrived as it asked for.
 */
#ifndef HEDDLE_GATHER_H
#define HEDDLE_GATHER_H

#include <pthread.h>
#include <stdatomic.h>
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

/* Locking discipline: lock guards the fields below it; arrived and failed may be read without.
 * Lock order: a bucket's, this one, a parker's. */
struct hd_gather {
	size_t count;	    /* different futures */
	size_t done, given; /* those that were done beforehand; those given out of them */
	size_t watched;	    /* the others */
	struct hd_entry *entries; /* theirs, in the order of the input */
	struct hd_entry *ready;	  /* taken by the waiter, not given out */
	size_t unreachable; /* those that cannot finish while this thread waits ... */
	int why;	    /* ... and the code that says so */
	bool spin;	    /* who waits may spin first */

	pthread_mutex_t lock;
	struct hd_entry *first, **end;	/* arrived and not yet taken */
	_Atomic size_t arrived, failed; /* of all */
	size_t enough;	      /* wake the waiter when so many have arrived ... */
	bool failure_enough;  /* ... or when one has failed */
	struct hd_wait *wait; /* the waiter, or NULL */

	hd_future *all[]; /* those that were done beforehand, in the order of the input */
};

/* Watches the futures; those that are done have arrived, in the order given, before all
 * others.  Takes a reference to each of the others.  HD_ENOMEM, HD_EINVAL (a NULL future). */
int hd_gather_new(hd_future *const *futures, size_t count, struct hd_gather **gather);

/* Stops watching and frees. */
void hd_gather_free(struct hd_gather *gather);

/* Blocks until so many have arrived, or one has failed if that is enough.  HD_ETIMEDOUT;
 * HD_EDEADLOCK or HD_EFORKED: it could only be reached through futures that cannot finish
 * while this thread waits. */
int hd_gather_wait(struct hd_gather *gather, size_t enough, bool failure_enough,
		   int64_t deadline);

/* Is one there that take gives without asking anybody? */
bool hd_gather_has_ready(const struct hd_gather *gather);

/* Gives the oldest arrival out, or NULL: it lives by the caller's reference from here on.  Only
 * for the thread that waits. */
hd_future *hd_gather_take(struct hd_gather *gather);

#endif
