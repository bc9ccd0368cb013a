/* SPDX-License-Identifier: MIT */
/* future - what the library itself needs of futures beyond the public calls. */
#ifndef HEDDLE_FUTURE_PRIVATE_H
#define HEDDLE_FUTURE_PRIVATE_H

#include "heddle/future.h"
#include "idle.h"
#include "lot.h"

/* 0 if a wait for it can end; HD_EDEADLOCK: it runs on this very stack; HD_EFORKED: whoever
 * would run it is in another process. */
int hd_future_waitable(const hd_future *future);

/* May the calling thread spin while it waits for it? */
bool hd_future_may_spin(const hd_future *future);

/* Looks again and again for as long as that paid lately: true if look said yes. */
bool hd_future_spin(hd_look *look, void *arg);

/* Blocks as hd_scheduler_block does, and learns from it how long to spin next time. */
bool hd_future_block(struct hd_wait *wait, hd_future *target, int64_t deadline);

/* A future by hand that only the threads of this process will settle: a wait for it in the
 * child of a fork is HD_EFORKED.  HD_ENOMEM. */
int hd_future_new_local(hd_future **future);

#endif
