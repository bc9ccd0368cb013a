/* SPDX-License-Identifier: MIT */
/* model - small programs that are not run but calculated, for testing the search.
 *
 * A program is a list of operations for each thread.  A state can be copied and stepped, so
 * that all orders can be gone through one by one and compared with what a search found.
 */
#ifndef EXPLORE_MODEL_H
#define EXPLORE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../../lib/explore/board.h"

enum { THREADS = 5, LONGEST = 16, OBJECTS = 2, MAX_STEPS = 64 };

/* Instead of a number of operations to skip: the program ends. */
enum { CRASH = 255 };

struct model_op {
	uint8_t kind;	  /* enum op_kind; WAIT includes its WAKE, ARRIVE its PASS */
	uint8_t object;	  /* which of its kind; for create and join, which thread */
	uint8_t mutex;	  /* of WAIT */
	uint8_t skip;	  /* a try that fails, or a read of an odd value, skips so many */
	uint8_t duration; /* of SLEEP; of WAIT, if it has a deadline */
};

struct model {
	unsigned threads;
	unsigned begun;	 /* threads that live from the start */
	unsigned posted; /* the semaphores' first value */
	unsigned needed; /* by the barriers */
	bool adversarial;
	struct model_op op[THREADS][LONGEST];
	uint8_t length[THREADS];
};

/* RETURNING: the second half of WAIT or ARRIVE comes next. */
enum phase { ABSENT, STARTING, WORKING, RETURNING, ENDED };

struct model_state {
	uint64_t known[THREADS]; /* a hash of all that the thread has seen */
	uint64_t printed;
	uint64_t value[OBJECTS]; /* of variables */
	int64_t now, deadline[THREADS];
	uint8_t phase[THREADS], at[THREADS];
	bool fired[THREADS], signaled[THREADS];
	uint8_t owner[OBJECTS], writer[OBJECTS], readers[OBJECTS];
	uint8_t semaphore[OBJECTS], once[OBJECTS];
	uint8_t arrived[OBJECTS], generation[OBJECTS], my_generation[THREADS];
	uint8_t waiting[OBJECTS][THREADS], waiters[OBJECTS];
	bool exited;
};

void model_begin(const struct model *model, struct model_state *state);

/* Moves the clock if nobody can run; says by bits who can go on, and whether it moved. */
uint64_t model_ready(const struct model *model, struct model_state *state, bool *moved);

/* The thread's next step, in its chosen-th way.  Says in event what it was. */
void model_step(const struct model *model, struct model_state *state, unsigned thread,
		unsigned chosen, struct event *event);

/* The operation that a living thread would do next. */
void model_next(const struct model *model, const struct model_state *state,
		unsigned thread, struct event *event);

bool model_lives(const struct model_state *state, unsigned thread);

/* Whether it can go on, without its timer firing early. */
bool model_can_run(const struct model *model, const struct model_state *state,
		   unsigned thread);

/* A hash of all that a state is. */
uint64_t model_hash(const struct model_state *state);

void model_print(const struct model *model);

/* Plays the part of explore's library: runs the order on the board and writes the report. */
void model_follow(const struct model *model, struct board *board,
		  struct model_state *state);

/* A small program, made at random. */
struct model model_random(uint64_t seed);

/* Splitmix64, of both. */
static inline uint64_t mix(uint64_t a, uint64_t b)
{
	uint64_t z =
		(a ^ b * UINT64_C(0x9e3779b97f4a7c15)) + UINT64_C(0x632be59bd9b4e019);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

#endif
