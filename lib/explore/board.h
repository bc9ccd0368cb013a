/* SPDX-License-Identifier: MIT */
/* board - the memory that the command and one explored program share.
 *
 * The command writes an order (which schedule to run, and how); the program forks a child
 * that runs it and writes a report (what happened, event by event).  The command speaks only
 * while no child runs, and the child only while the command waits, so nothing here is locked.
 *
 * Addresses in a report are addresses of the explored program.  Texts in it may hold marks
 * that the command, which has the symbols, replaces:
 *
 *	<@HEX>   a code address: becomes  file.c:12 (function)
 *	<&HEX>   a data address: becomes  'name', 'name'+8, or a description of the block
 *	<#N>     thread number N: becomes its name, such as T2
 */
#ifndef EXPLORE_BOARD_H
#define EXPLORE_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "ops.h"

enum {
	BOARD_VERSION = 1,
	MAX_THREADS = 256,    /* that live at once */
	MAX_REPORTED = 1024,  /* threads of one run that are described */
	MAX_EVENTS = 1 << 17, /* a run's first so many steps are recorded */
	MAX_MOVES = 1 << 16,  /* departures from the default schedule */
	MAX_PREFIX = 1 << 16, /* steps that a search dictates */
	MAX_SLEEPERS = 64,    /* threads that a search keeps asleep */
	MAX_RACES = 64,	      /* pairs of places found racing in one run */
	MAX_RACY = 4096,      /* slots of the set of racing places; a power of two */
	MAX_FRAMES = 16,      /* of a stack */
	MAX_OBJECTS = 8192,
	MAX_BLOCKS = 1024, /* of the heap, described */
	MAX_TEXT = 4096,
};

/* The descriptors that the command hands to the program, in this variable of its environment
 * as "BOARD,ORDERS,ANSWERS": the board's memory; a pipe on which one byte orders one run; a
 * pipe on which the program answers with one struct answer after its start and each run. */
#define EXPLORE_VARIABLE "HEDDLE_EXPLORE"

enum strategy {
	STRATEGY_DEFAULT,     /* go on with the same thread; else the next by number */
	STRATEGY_RANDOM,      /* any that can run, with equal chance */
	STRATEGY_PCT,	      /* priorities, lowered at depth - 1 random steps */
	STRATEGY_POS,	      /* a random priority for each operation */
	STRATEGY_ROUND_ROBIN, /* the next by number at each step */
	STRATEGY_SEARCH,      /* prefix[], then the default without the sleepers */
	STRATEGY_REPLAY,      /* moves[], otherwise the default */
};

enum verdict {
	VERDICT_PASSED,
	VERDICT_DEADLOCK,
	VERDICT_LOST_WAKEUP,
	VERDICT_LIVELOCK,
	VERDICT_RACE,
	VERDICT_MISUSE, /* of a primitive: unlock by a stranger, double join, ... */
	VERDICT_LEAKED_THREAD,
	VERDICT_USE_AFTER_FREE,
	VERDICT_DOUBLE_FREE,
	VERDICT_ASSERTION,
	VERDICT_CRASH,
	VERDICT_EXIT_STATUS,
	VERDICT_OUTPUT,	   /* given by the command, which knows what was expected */
	VERDICT_REDUNDANT, /* a search met only what it has seen: neither good nor bad */
	VERDICT_UNCONTROLLED, /* the program does what cannot be controlled: exit status 2 */
	VERDICTS
};

/* A departure from the default schedule, at the step-th own operation of a thread. */
struct move {
	uint32_t step;
	uint16_t thread; /* whose operation it is */
	uint16_t value;	 /* the thread that goes on instead, or what was chosen */
	char kind; /* ':' switch, '!' switch because it spins on plain memory, '=' choose */
};

/* One step of a run: a thread did an operation. */
struct event {
	uint64_t address; /* what it touched, 0 if nothing */
	uint64_t second;  /* the mutex of a wait or wake; the thread of create and join */
	uint64_t pc;	  /* the call in the program, or the access */
	uint64_t caller;  /* the call of the function that holds pc, if known, else 0 */
	uint64_t ready;	  /* bit N: thread number N < 64 could have gone on instead */
	int64_t time;	  /* virtual nanoseconds since the start */
	uint32_t step;	  /* the thread's own operations before this one */
	uint32_t size;	  /* bytes at address */
	uint16_t thread;
	uint8_t kind; /* enum op_kind */
	uint8_t flags;
	uint8_t options; /* 0, or how many ways it could go (which waiter, which store) ... */
	uint8_t chosen; /* ... and which of them it went */
};

enum {
	EVENT_FAILED = 1,    /* a try that did not get it; a signal that found nobody */
	EVENT_TIMED_OUT = 2, /* a wait whose time ended */
	EVENT_SWITCHED = 4,  /* another thread had the step before */
	EVENT_PREEMPTED = 8, /* ... and could have gone on */
	EVENT_ADVANCED = 16, /* the clock moved just before, as nobody could run */
	EVENT_WRITES = 32,   /* for memory operations: it changed the location */
	EVENT_EARLY = 64,    /* it has a deadline, and timers may fire early */
	EVENT_SHARED = 128
}; /* for rwunlock: it was held for reading */

/* What a search dictates for one step. */
struct dictate {
	uint16_t thread;
	uint8_t chosen;
};

struct order {
	uint64_t seed;
	uint32_t strategy;
	uint32_t depth;		 /* of STRATEGY_PCT */
	uint32_t steps_expected; /* about how many steps a run has; 0 not known */
	uint32_t steps_limit;	 /* more are a livelock */
	uint32_t accesses_limit; /* of memory; 0: none */
	uint32_t spurious;	 /* one wait in so many wakes by itself; 0 none */
	uint8_t busy_fails;	 /* to wait by looking again and again is a livelock */
	uint8_t adversarial;	 /* timers may fire early */
	uint8_t weak;		 /* atomics may read older stores */
	uint8_t races_matter;	 /* 0 not looked for, 1 noted, 2 the run fails */
	uint8_t leaks_matter; /* threads never joined: 0 ignored, 1 noted, 2 the run fails */
	uint8_t status_matters; /* an exit status but 0 fails */
	uint8_t want_frames;	/* record whole stacks (slow) */
	uint8_t pass_output;  /* the program's output goes where it would, not captured */
	uint8_t every_access; /* each plain access is a step, not only the racing ones */
	uint32_t moves;	      /* for STRATEGY_REPLAY, ordered by (thread, step) */
	uint32_t prefix;      /* for STRATEGY_SEARCH */
	uint32_t sleepers;
	uint32_t racy_count;
	struct event
		sleeper[MAX_SLEEPERS]; /* the next operations of threads asleep before the
	                                     * prefix's last step: from that step on, one wakes
	                                     * when a step was done that depends on it */
	uint64_t racy[MAX_RACY]; /* open addressing by hash_of_pc: places known to race */
	struct move move[MAX_MOVES];
	struct dictate dictate[MAX_PREFIX];
};

struct race {
	uint64_t address;
	uint64_t pc[2]; /* first and second access */
	uint64_t caller[2];
	uint16_t thread[2];
	uint8_t writes[2], atomic[2], frees[2];
	uint32_t size;
};

enum thread_state {
	THREAD_FREE,
	THREAD_PENDING, /* waits for its turn, or for what it needs */
	THREAD_RUNNING,
	THREAD_ENDED,
};

struct thread_report {
	uint64_t start; /* its start routine */
	uint64_t created_at;
	uint64_t created_by; /* number of the thread */
	uint32_t steps;
	uint8_t state; /* enum thread_state, at the end of the run */
	uint8_t could_run;
	uint8_t joined, detached;
	uint8_t frames;
	char name[16];		    /* pthread_setname_np, or empty */
	struct event pending;	    /* what it would do next */
	uint64_t frame[MAX_FRAMES]; /* its stack, innermost first, return addresses */
	char waits
		[256]; /* for a blocked one, what for: "waits for mutex <&7f..>, held by .." */
};

struct object_report {
	uint64_t address;
	uint64_t made_at; /* pc of its init, or of its first use */
	uint32_t size;
	char kind[12]; /* "mutex", "condition", ... */
};

struct block_report {
	uint64_t address, size, made_at;
	uint16_t made_by;
};

struct report {
	uint32_t version;  /* written by the program at its start */
	int32_t child;	   /* process id of the run */
	uint32_t finished; /* the run reached its end and said so */
	uint32_t verdict;  /* enum verdict */
	int32_t status;	   /* exit status, or signal of VERDICT_CRASH */
	uint32_t threads;  /* created in all, main included */
	uint32_t steps;
	uint32_t decisions; /* steps at which more than one thread could go on */
	uint32_t switches, preemptions;
	uint32_t events; /* min(steps, MAX_EVENTS) */
	uint32_t moves;
	uint32_t races, racy_found, objects, blocks;
	uint32_t
		truncated; /* something did not fit: the run cannot be replayed or searched */
	uint32_t instrumented; /* the program was built with explore-cc */
	uint32_t spun;	       /* times a spinning thread was put last */
	uint32_t
		outside; /* it waits now, in real time, for another process or a person */
	uint32_t leaked; /* threads never joined nor detached when main returned */
	int64_t time;	 /* virtual nanoseconds */
	uint64_t fingerprint; /* of the run's happens-before order */
	char text[MAX_TEXT];  /* what went wrong, with marks */
	char where[MAX_TEXT]; /* for VERDICT_UNCONTROLLED: the construct and the place */
	struct thread_report thread[MAX_REPORTED];
	struct event event[MAX_EVENTS];
	struct move move[MAX_MOVES];
	struct race race[MAX_RACES];
	uint64_t racy_new[MAX_RACES * 2];
	struct object_report object[MAX_OBJECTS];
	struct block_report block[MAX_BLOCKS];
};

struct board {
	struct order order;
	struct report report;
};

/* After the start: pid of the server, status 0.  After a run: pid of the child, its status
 * as wait gives it. */
struct answer {
	int32_t pid;
	int32_t status;
};

static inline uint32_t hash_of_pc(uint64_t pc)
{
	return (uint32_t)((pc * UINT64_C(0x9e3779b97f4a7c15)) >> 52) & (MAX_RACY - 1);
}

#endif
