/* SPDX-License-Identifier: MIT */
/* future - what wait and as_completed need of futures beyond the public calls. */
#ifndef HEDDLE_FUTURE_PRIVATE_H
#define HEDDLE_FUTURE_PRIVATE_H

#include "heddle/future.h"

/* 0 if a wait for it can end; HD_EDEADLOCK: it runs on this very stack; HD_EFORKED: whoever
 * would run it is in another process. */
int hd_future_waitable(const hd_future *future);

#endif
