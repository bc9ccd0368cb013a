/* SPDX-License-Identifier: MIT */
/* call - what the calls on all kinds of synchronisation objects have in common.
 *
 * A module describes each of its calls once, and begins each with its turn:
 *
 *	static const struct call lock_call = {
 *		"pthread_mutex_lock", &mutexes, {.kind = OP_LOCK, .ready = can_lock}};
 *	...
 *	object = call_turn(&lock_call, mutex, &(struct op){.pc = pc});
 *
 * From then until the thread's next point nobody else changes the object.
 */
#ifndef EXPLORE_CALL_H
#define EXPLORE_CALL_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "object.h"
#include "point.h"

/* A kind of object. */
struct primitive {
	enum object_kind kind;
	/* Reads from the program's memory how a new object begins: a static initialiser, or a
	 * call of the real init, has left it there.  Sets object->type, to 0 or more. */
	void (*begin)(struct object *object);
};

struct call {
	const char *name;
	const struct primitive *of;
	struct op_class class;
};

/* Does the type and value of an object that has not been used yet. */
struct object *call_object(const struct primitive *of, void *address, uint64_t pc);

/* Waits until the operation can be done and it is this thread's turn; the caller gives the
 * operation's pc and, where it has them, deadline and second object.  Ends the run if the
 * object does not live.  The object is looked up again afterwards, as the program may have
 * initialised it anew while the thread waited. */
struct object *call_turn(const struct call *call, void *address, struct op *op);

/* How a wait ended that may have a deadline: 0 or ETIMEDOUT, and the schedule shows it. */
int call_waited(bool got_it);

/* How a try ended: 0 or EBUSY, and the schedule shows it. */
int call_tried(bool got_it);

/* For reports: the running thread holds the object, or no longer. */
void call_holds(struct object *object);
void call_lets_go(const struct object *object);

/* Says to the thread who holds the object: ", held by <#2> since <@..>". */
void call_explain_holder(const struct thread *thread, const struct object *object,
			 struct text *out);

/* Ends the run, as the running thread may not do this to an object that others have locked, or
 * nobody: the text says who. */
void call_not_allowed(const struct object *object, const char *call, uint64_t pc)
	__attribute__((noreturn));

/* Clocks on which one can wait with a deadline; those of the C library. */
bool call_can_wait_on(clockid_t clock);

/* Ends the run if `shared` says that other processes may use the object. */
void call_refuse_shared(int shared, const char *construct, uint64_t pc);

#endif
