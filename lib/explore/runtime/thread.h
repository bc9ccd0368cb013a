/* SPDX-License-Identifier: MIT */
/* thread - the threads of an explored run, and the token.
 *
 * Threads are real, but one at a time has the token and runs; the others sleep, each on its
 * own futex, in thread_park.  All of the runtime's state belongs to the holder of the token,
 * so that nothing in the runtime is locked.
 *
 * A thread has a number, in the order of creation, by which reports and replays know it, and
 * a slot, which is used again after its end and is its place in vector clocks.
 */
#ifndef EXPLORE_THREAD_H
#define EXPLORE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "board.h"
#include "vclock.h"

struct object;
struct text;
struct thread;

/* What an operation is, the same for all operations of its class. */
struct op_class {
	enum op_kind kind;
	/* Whether the thread's pending operation could be done now; NULL: always. */
	bool (*ready)(const struct thread *thread);
	/* Its deadline has passed: take it off the queues that it stands in; may be NULL. */
	void (*timed_out)(struct thread *thread);
	/* Says what it waits for: "waits for mutex <&..>, held by <#2>"; may be NULL. */
	void (*explain)(const struct thread *thread, struct text *out);
};

/* One operation that a thread is about to do. */
struct op {
	const struct op_class *class;
	struct object *object; /* NULL if none */
	struct object *second; /* the mutex of a wait or wake, else NULL */
	struct thread *target; /* the thread of a join */
	uint64_t address;      /* for the report; that of object, if 0 and there is one */
	uint64_t second_address;
	uint64_t pc;
	int64_t deadline; /* virtual nanoseconds; 0: none */
	int64_t detail;	  /* what the class wants to remember */
	uint32_t size;
	uint8_t flags; /* EVENT_WRITES */
	bool fired;    /* the deadline has passed, or was made to pass */
};

enum { MAX_HELD = 32, MAX_DEPTH = 256 };

struct thread {
	/* who */
	uint32_t number, slot;
	enum thread_state state;
	pthread_t handle;
	int kernel_id;
	void *(*start)(void *);
	void *argument;
	void *result;
	uint64_t created_at;
	uint32_t created_by;
	bool detached, joined;
	char name[16];

	/* the token */
	uint32_t futex;

	/* what it does */
	struct op op;
	uint32_t last_step;   /* point_steps at its last operation */
	uint32_t before_lock; /* ... at the one before it last took a mutex */
	uint32_t steps;	      /* own operations so far, plain accesses included */
	struct event *event;  /* of the operation it does now, or NULL if not recorded */
	uint64_t priority;    /* of the strategies that have them */
	uint32_t idle; /* operations that only looked, since it last changed something */
	uint32_t plain_idle; /* plain racing reads of the same kind */
	bool deferred;	     /* it spins: it goes last */
	bool plain_deferred; /* ... on plain memory, which a replay has to be told */
	bool could_run;	     /* at the last choice: its operation could be done */
	uint8_t early;	     /* timers of its that fired early in this run */
	uint32_t plain_run;  /* plain accesses since its last other operation */
	uint64_t
		plain_last; /* the last plain read that was a step: pc and address, hashed */
	uint32_t
		clock_reads; /* of a clock, with nothing but plain accesses between them */
	uint32_t clock_read_after; /* its other operations before the last of them */
	uint32_t next_move;	   /* its first entry in order.move not passed yet */
	uint32_t next_plain; /* the step of that move, UINT32_MAX if there is none */

	/* waits */
	struct thread *next_waiter; /* in the queue of a condition */
	bool signaled;
	bool woke_by_itself;	       /* a wait of its, without a signal */
	struct object *held[MAX_HELD]; /* mutexes, for reports */
	unsigned held_count;

	/* happens-before */
	struct vclock clock;

	/* call stack, of instrumented code: return addresses, outermost first */
	uint64_t stack[MAX_DEPTH];
	unsigned depth;
	uint64_t stack_low, stack_high; /* its memory, 0 if not known */
	size_t stack_size;

	bool in_handler;    /* runs a signal handler */
	int end_rounds;	    /* of thread-specific destructors */
	void *memory_model; /* of weak atomics, owned by atomics.c */
};

/* The thread that runs, when the runtime controls it; NULL in a process or thread that it
 * does not control, and while it works on its own behalf. */
extern __thread struct thread *thread_self __attribute__((tls_model("initial-exec")));

/* Every thread, by number; entries of ended and joined ones stay.  threads_count of them. */
struct thread *thread_numbered(uint32_t number);
extern uint32_t threads_count;

/* The living ones (neither free nor ended), in the order of their numbers. */
extern struct thread *threads_live[MAX_THREADS];
extern unsigned threads_live_count;

/* Adds a thread, or NULL when MAX_THREADS live. */
struct thread *thread_add(void);
/* It has ended: its slot can be used again. */
void thread_remove(struct thread *thread);

void thread_park(struct thread *thread);
void thread_unpark(struct thread *thread);

/* Asks a parked thread to record its stack into its report, and waits until it has. */
void thread_ask_for_stack(struct thread *thread);

#endif
