/* SPDX-License-Identifier: MIT */
/* atomics - atomic operations of instrumented code, in a controlled run.
 *
 * Each is a step.  The caller has made sure that atomics_thread() is not NULL.
 */
#ifndef EXPLORE_ATOMICS_H
#define EXPLORE_ATOMICS_H

#include <stdbool.h>
#include <stdint.h>

#include "memory_model.h"

struct atomic {
	uint64_t address, pc;
	unsigned size; /* 1, 2, 4, 8 or 16 bytes */
	enum memory_order order;
};

enum rmw { RMW_EXCHANGE, RMW_ADD, RMW_SUB, RMW_AND, RMW_OR, RMW_XOR, RMW_NAND };

static inline wide atomics_combine(enum rmw rmw, wide old, wide operand)
{
	switch (rmw) {
	case RMW_ADD:
		return old + operand;
	case RMW_SUB:
		return old - operand;
	case RMW_AND:
		return old & operand;
	case RMW_OR:
		return old | operand;
	case RMW_XOR:
		return old ^ operand;
	case RMW_NAND:
		return ~(old & operand);
	case RMW_EXCHANGE:
		break;
	}
	return operand;
}

/* The running thread, if its atomics are controlled; NULL: do the real operation.  A signal
 * handler may use atomics, and is no place for a step. */
struct thread *atomics_thread(void);

wide atomics_load(struct thread *self, const struct atomic *atomic);
void atomics_store(struct thread *self, const struct atomic *atomic, wide value);

/* Returns what was there before. */
wide atomics_rmw(struct thread *self, const struct atomic *atomic, enum rmw rmw,
		 wide operand);

/* Returns what was there before: the exchange is done if that is `expected`. */
wide atomics_compare_exchange(struct thread *self, const struct atomic *atomic,
			      wide expected, wide desired, enum memory_order failure);

void atomics_fence(struct thread *self, enum memory_order order, uint64_t pc);

/* The step of an OP_LOAD, OP_STORE or OP_RMW of an object of any other size, which the caller
 * then does to memory. */
void atomics_object(struct thread *self, const struct atomic *atomic, enum op_kind kind);

/* Whoever acquires the address later learns what the thread knows now, and the reverse; for
 * synchronisation that a library does in its own way. */
void atomics_release(struct thread *self, uint64_t address);
void atomics_acquire(struct thread *self, uint64_t address);

#endif
