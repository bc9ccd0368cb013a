/* SPDX-License-Identifier: MIT */
/* real_atomics - atomic operations as the machine has them, for processes and threads that are
 * not controlled.  All are seq_cst.
 */
#ifndef EXPLORE_REAL_ATOMICS_H
#define EXPLORE_REAL_ATOMICS_H

#include "atomics.h"

/* Of 1, 2, 4, 8 or 16 bytes. */
wide real_atomics_load(const volatile void *address, unsigned size);
bool real_atomics_compare_exchange(volatile void *address, unsigned size, wide *expected,
				   wide desired);
wide real_atomics_rmw(volatile void *address, unsigned size, enum rmw rmw, wide operand);

/* Around an operation on an object of any other size. */
void real_atomics_lock(void);
void real_atomics_unlock(void);

#endif
