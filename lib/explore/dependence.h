/* SPDX-License-Identifier: MIT */
/* dependence - which operations must not be swapped.
 *
 * Two operations of different threads are dependent when doing them in the other order may
 * lead to another state, or when one of them decides whether the other can happen.  Orders
 * of a run's operations that differ only in independent neighbours are the same run; an
 * exhaustive search executes one of them (Mazurkiewicz traces; Godefroid, "Partial-Order
 * Methods for the Verification of Concurrent Systems", LNCS 1032, 1996).
 *
 * All answers are for operations as they went, flags included: two tries that both failed
 * may be swapped.  In doubt, operations are dependent.
 */
#ifndef EXPLORE_DEPENDENCE_H
#define EXPLORE_DEPENDENCE_H

#include <stdbool.h>

#include "board.h"

bool dependent(const struct event *a, const struct event *b);

/* For two that are dependent: false when no state exists in which both can happen next, such
 * as an unlock and a lock of the same mutex: their order needs no reversing. */
bool may_be_coenabled(const struct event *a, const struct event *b);

/* For two that are dependent: whether b may have to wait because a was done, as a lock does
 * because of a lock. */
bool may_disable(const struct event *a, const struct event *b);

#endif
