/* SPDX-License-Identifier: MIT */
/* executor_private - the table of operations behind every executor. */
#ifndef HEDDLE_EXECUTOR_PRIVATE_H
#define HEDDLE_EXECUTOR_PRIVATE_H

#include <stdatomic.h>

#include "heddle/executor.h"

struct hd_executor_operations {
	/* Takes a pending task and one reference to it; 0, or a code and nothing is taken. */
	int (*submit)(hd_executor *executor, hd_future *task);
	int (*start_all)(hd_executor *executor);
	/* Refuses new tasks from now on. */
	void (*close)(hd_executor *executor);
	void (*cancel_queued)(hd_executor *executor);
	/* Waits for the end of what was accepted. */
	int (*join)(hd_executor *executor);
	/* Would join wait for its own caller? */
	bool (*is_inside)(hd_executor *executor);
	/* The last reference has gone: frees it.  Work that was accepted still runs. */
	void (*destroy)(hd_executor *executor);
	size_t (*threads)(hd_executor *executor, hd_thread **threads, size_t max);
	size_t (*queued)(hd_executor *executor);
};

/* What every kind of executor begins with. */
struct hd_executor {
	const struct hd_executor_operations *operations;
	int workers;
	unsigned scheduler;	     /* the number of its scheduler, or 0 */
	bool spin;		     /* who waits for its tasks may spin first */
	hd_trace *trace;	     /* a reference, or NULL */
	_Atomic unsigned references; /* the owner's, and of those who submit later */
};

/* Fills what every kind begins with; options may be NULL. */
void hd_executor_init(hd_executor *executor,
		      const struct hd_executor_operations *operations, int workers,
		      const hd_executor_options *options);

hd_executor *hd_executor_ref(hd_executor *executor);
void hd_executor_unref(hd_executor *executor);

/* Starts every worker now; a serial executor has none to start. */
int hd_executor_start_all(hd_executor *executor);

#endif
