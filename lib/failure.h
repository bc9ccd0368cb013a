/* SPDX-License-Identifier: MIT */
/* failure - calling a task's function, and what became of it.
 *
 * hd_raise leaves a record with the thread and gives the task a value to return that no
 * task would return by chance.  hd_call puts the two together again.
 */
#ifndef HEDDLE_FAILURE_H
#define HEDDLE_FAILURE_H

#include <stdbool.h>

#include "heddle/error.h"
#include "heddle/thread.h"

/* The words and the host's object of one failure; freed with hd_failure_free. */
struct hd_failure {
	void *data;
	void (*drop)(void *data);
	char message[];
};

struct hd_outcome {
	int code;		    /* 0: a value; else what the task raised */
	void *result;		    /* the value */
	bool owned;		    /* the value came from hd_return_copy: free() it */
	struct hd_failure *failure; /* NULL when there was no memory for it */
};

/* What the calling thread's task has raised or copied and not yet returned. */
struct hd_pending {
	int code; /* 0: nothing was raised */
	struct hd_failure *failure;
	void *copy;
};
extern _Thread_local struct hd_pending hd_pending;

static inline bool hd_is_pending(void)
{
	return __builtin_expect(hd_pending.code || hd_pending.copy, false);
}

/* The rare halves of hd_call: the caller has something pending, which stays his; and the
 * function has raised or copied something. */
void hd_call_nested(hd_fn *fn, void *arg, struct hd_outcome *outcome);
void hd_call_settle(struct hd_outcome *outcome);

/* Calls fn(arg) and tells a value from a failure.  Calls may nest. */
static inline void hd_call(hd_fn *fn, void *arg, struct hd_outcome *outcome)
{
	if (hd_is_pending()) {
		hd_call_nested(fn, arg, outcome);
		return;
	}
	*outcome = (struct hd_outcome){.result = fn(arg)};
	if (hd_is_pending())
		hd_call_settle(outcome);
}

/* A record with a copy of message; NULL if there is no memory. */
struct hd_failure *hd_failure_new(const char *message, void *data,
				  void (*drop)(void *data));

/* Drops the host's object and frees the record; NULL is let be. */
void hd_failure_free(struct hd_failure *failure);

/* What a caller sees of it; failure may be NULL. */
hd_error hd_failure_error(int code, const struct hd_failure *failure);

#endif
