/* SPDX-License-Identifier: MIT */
/* ops - the operations at which a schedule may change from one thread to another.
 *
 * Each has a name, which is what a reader of a schedule sees, and one of these effects:
 *
 *	CHANGES   others may see what it did: it is progress
 *	LOOKS     it only looked: a thread that does nothing else is spinning
 */
#ifndef EXPLORE_OPS_H
#define EXPLORE_OPS_H

#include <stdbool.h>

/* clang-format off */
#define EXPLORE_OPS(OP) \
	OP(NONE,        "-",           LOOKS)   \
	OP(START,       "start",       CHANGES) \
	OP(CREATE,      "create",      CHANGES) \
	OP(JOIN,        "join",        CHANGES) \
	OP(TRY_JOIN,    "tryjoin",     LOOKS)   \
	OP(DETACH,      "detach",      CHANGES) \
	OP(END,         "end",         CHANGES) \
	OP(LOCK,        "lock",        CHANGES) \
	OP(TRY_LOCK,    "trylock",     LOOKS)   \
	OP(UNLOCK,      "unlock",      CHANGES) \
	OP(WAIT,        "wait",        CHANGES) \
	OP(WAKE,        "wake",        CHANGES) \
	OP(SIGNAL,      "signal",      CHANGES) \
	OP(BROADCAST,   "broadcast",   CHANGES) \
	OP(RDLOCK,      "rdlock",      CHANGES) \
	OP(WRLOCK,      "wrlock",      CHANGES) \
	OP(TRY_RDLOCK,  "tryrdlock",   LOOKS)   \
	OP(TRY_WRLOCK,  "trywrlock",   LOOKS)   \
	OP(RWUNLOCK,    "rwunlock",    CHANGES) \
	OP(ARRIVE,      "arrive",      CHANGES) \
	OP(PASS,        "pass",        CHANGES) \
	OP(SEM_WAIT,    "sem_wait",    CHANGES) \
	OP(SEM_TRYWAIT, "sem_trywait", LOOKS)   \
	OP(SEM_POST,    "sem_post",    CHANGES) \
	OP(SEM_READ,    "sem_getvalue", LOOKS)  \
	OP(ONCE,        "once",        CHANGES) \
	OP(ONCE_DONE,   "once_done",   CHANGES) \
	OP(DESTROY,     "destroy",     CHANGES) \
	OP(SLEEP,       "sleep",       CHANGES) \
	OP(YIELD,       "yield",       LOOKS)   \
	OP(AFTER,       "its work",    LOOKS)   \
	OP(PRINT,       "print",       CHANGES) \
	OP(DESCRIPTOR,  "descriptor",  CHANGES) \
	OP(TRY_DESCRIPTOR, "try_descriptor", LOOKS) \
	OP(FORK,        "fork",        CHANGES) \
	OP(EXIT,        "exit",        CHANGES) \
	OP(READ,        "read",        LOOKS)   \
	OP(WRITE,       "write",       CHANGES) \
	OP(LOAD,        "load",        LOOKS)   \
	OP(STORE,       "store",       CHANGES) \
	OP(RMW,         "rmw",         CHANGES) \
	OP(FENCE,       "fence",       LOOKS)   \
	OP(FREE,        "free",        CHANGES)
/* clang-format on */

enum op_kind {
#define EXPLORE_OP_KIND(name, text, effect) OP_##name,
	EXPLORE_OPS(EXPLORE_OP_KIND)
#undef EXPLORE_OP_KIND
		OP_KINDS
};

const char *op_name(enum op_kind kind);

/* True for one that only looks. */
bool op_looks(enum op_kind kind);

#endif
