/* SPDX-License-Identifier: MIT */
/* reversal - which thread to try first, so that two rivals change places.
 *
 * A run did step `earlier`, and then, not due to it, some other steps, and then `later`, its
 * rival.  Orders in which `later` comes first begin, in the state before `earlier`, with one
 * of the steps in between, or with `later` itself.  It is enough to try one of the threads
 * that can begin so, and nothing is to be done if one of them is tried there anyway ("source
 * sets" of Abdulla, Aronis, Jonsson, Sagonas, "Optimal dynamic partial order reduction",
 * POPL 2014).
 *
 * Rivals also are two of which the first may have let the second wait, as locks do, with any
 * number of steps between them.  Steps in between may then be due to that wait, and belong to
 * no order in which `later` comes first.  To have one of them tried there is enough all the
 * same: `earlier` sleeps in runs that begin with it, so that `later` comes first in some, or
 * is found to be a rival of that one too.
 */
#ifndef EXPLORE_REVERSAL_H
#define EXPLORE_REVERSAL_H

#include "path.h"

/* The thread to add, as a bit, or 0, to those that are tried before step `earlier`, so that
 * the step that is considered comes before it: ready can go on there; covered are tried
 * there, or need not be as they are asleep. */
uint64_t reversal(const struct path *path, uint32_t earlier, uint64_t ready,
		  uint64_t covered);

#endif
