/* SPDX-License-Identifier: MIT */
/* lot - the parking lot: who waits for which task, and who wants to be called.
 *
 * Most tasks are never waited for before they are done, so a task has no lock and no
 * condition of its own.  Those that are waited for share a fixed set of buckets, found by
 * the task's address; a bucket is a lock.  The first watcher of a task sets WATCHED in its
 * word, and from then on whoever settles the task comes here.
 * (After WebKit's ParkingLot and Linux's futex hash.)
 *
 * Lock order: a bucket's lock, then a gathering's lock or a parker's lock.  No user code
 * runs under a bucket's lock.
 */
#ifndef HEDDLE_LOT_H
#define HEDDLE_LOT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "heddle/future.h"
#include "parker.h"

/* What a thread sleeps on: parked until fired.  fired is set, and the thread unparked, under
 * a lock that the thread takes before it forgets the wait. */
struct hd_wait {
	struct hd_parker *parker;
	_Atomic bool fired;
};

enum hd_watch {
	HD_WATCH_SET, /* wait, as_completed: told when the task is notified or finished */
	HD_WATCH_RESULT,  /* result(): woken when it is done, plain CANCELLED included */
	HD_WATCH_CALLBACK /* called when it is done, without any lock */
};

/* One entry in a task's ring.  A SET or RESULT watcher is in its owner's memory, a CALLBACK
 * is a block of malloc's. */
struct hd_watcher {
	struct hd_watcher *next, *prev;
	enum hd_watch kind;
	bool linked;
	union {
		void (*arrived)(
			struct hd_watcher *watcher); /* SET: under the bucket's lock */
		struct hd_wait *wait;		     /* RESULT */
		struct {
			hd_callback *callback; /* CALLBACK */
			void *arg;
		};
	};
};

/* Links the watcher at the end of the task's ring: true.  False, and nothing is linked, when
 * the task is already what the watcher waits for. */
bool hd_lot_watch(hd_future *task, struct hd_watcher *watcher);

/* Unlinks it, if it is linked still.  After this nobody touches the watcher. */
void hd_lot_unwatch(hd_future *task, struct hd_watcher *watcher);

/* Moves a watched task from one state to another, if it is in the first: tells its watchers
 * (the SET watchers only once it is notified), then runs its callbacks.  Requires a
 * reference. */
bool hd_lot_settle(hd_future *task, uint32_t from, uint32_t to);

/* Frees the callbacks of a task that nobody will ever settle.  Requires that nobody else has a
 * reference: so no thread can be waiting for it. */
void hd_lot_discard(hd_future *task);

/* Where failures of callbacks go. */
void hd_lot_set_hook(hd_callback_hook *hook, void *arg);

/* Calls one callback and reports its failure. */
void hd_lot_call(hd_future *task, hd_callback *callback, void *arg);

void hd_lot_fork_prepare(void);
void hd_lot_fork_parent(void);
void hd_lot_fork_child(void);

#endif
