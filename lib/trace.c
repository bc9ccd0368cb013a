/* SPDX-License-Identifier: MIT */
#include "trace.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "heddle/clock.h"
#include "fork.h"
#include "sync.h"

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf; no user code and no file is touched
 *   while it is held.
 *   I1  A label or a worker, once in the table, is neither changed nor freed before the
 *       trace is: a snapshot may point at it without the lock.
 *   I2  Times are read under the lock, so rows stand in the order of their submission and
 *       ranks in the order of their ends.
 *   I3  A child of fork() may have inherited the lock held, by a thread that is not there.
 *       So it leaves the lock alone: it adds nothing to the trace of its parent.
 */
struct hd_trace {
	atomic_uint references;
	unsigned generation; /* of the fork in which it was made */
	int64_t epoch;
	pthread_mutex_t lock;
	struct hd_trace_record *records;
	size_t count, capacity, lost;
	int64_t finished;
};

static bool is_forked(const hd_trace *trace)
{
	return trace->generation != hd_fork_generation();
}

int hd_trace_new(hd_trace **trace)
{
	hd_trace *made = calloc(1, sizeof *made);

	if (!made)
		return HD_ENOMEM;
	atomic_init(&made->references, 1);
	hd_mutex_init(&made->lock);
	made->generation = hd_fork_generation();
	made->epoch = hd_now();
	*trace = made;
	return HD_OK;
}

hd_trace *hd_trace_ref(hd_trace *trace)
{
	/* relaxed: whoever adds a reference has one, so the trace cannot go away meanwhile */
	atomic_fetch_add_explicit(&trace->references, 1, memory_order_relaxed);
	return trace;
}

void hd_trace_unref(hd_trace *trace)
{
	/* acquire and release: all that the others wrote happens before it is freed */
	if (atomic_fetch_sub_explicit(&trace->references, 1, memory_order_acq_rel) > 1)
		return;
	for (size_t i = 0; i < trace->count; i++) {
		free(trace->records[i].label);
		free(trace->records[i].worker);
	}
	free(trace->records);
	if (!is_forked(trace))
		hd_mutex_destroy(&trace->lock);
	free(trace);
}

void hd_trace_free(hd_trace **trace)
{
	if (*trace)
		hd_trace_unref(*trace);
	*trace = NULL;
}

/* Room for one more row.  Requires trace->lock. */
static bool make_room(hd_trace *trace)
{
	size_t wanted = trace->capacity ? trace->capacity * 2 : 64;
	struct hd_trace_record *grown;

	if (trace->count < trace->capacity)
		return true;
	if (trace->count >= HD_TRACE_LOST || wanted > SIZE_MAX / sizeof *grown)
		return false;
	grown = realloc(trace->records, wanted * sizeof *grown);
	if (!grown)
		return false;
	trace->records = grown;
	trace->capacity = wanted;
	return true;
}

hd_trace_row hd_trace_submit(hd_trace *trace, const char *label)
{
	hd_trace_row row = HD_TRACE_LOST;
	char *copy;

	if (is_forked(trace))
		return row;
	copy = label ? strdup(label) : NULL;
	hd_lock(&trace->lock);
	if ((copy || !label) && make_room(trace)) {
		row = (hd_trace_row)trace->count++;
		trace->records[row] = (struct hd_trace_record){
			.label = copy,
			.submit = hd_now() - trace->epoch,
			.start = HD_TRACE_NEVER,
			.end = HD_TRACE_NEVER,
			.callback = HD_TRACE_NEVER,
			.finish_rank = HD_TRACE_NEVER,
		};
	} else {
		trace->lost++;
	}
	hd_unlock(&trace->lock);
	if (row == HD_TRACE_LOST)
		free(copy);
	return row;
}

void hd_trace_start(hd_trace *trace, hd_trace_row row, const char *worker)
{
	char *copy;

	if (row == HD_TRACE_LOST || is_forked(trace))
		return;
	copy = worker ? strdup(worker) : NULL;
	hd_lock(&trace->lock);
	if (trace->records[row].start == HD_TRACE_NEVER) {
		trace->records[row].start = hd_now() - trace->epoch;
		trace->records[row].worker = copy;
		copy = NULL;
	}
	hd_unlock(&trace->lock);
	free(copy);
}

void hd_trace_end(hd_trace *trace, hd_trace_row row, const char *state)
{
	if (row == HD_TRACE_LOST || is_forked(trace))
		return;
	hd_lock(&trace->lock);
	if (trace->records[row].end == HD_TRACE_NEVER) {
		trace->records[row].end = hd_now() - trace->epoch;
		trace->records[row].state = state;
		trace->records[row].finish_rank = ++trace->finished;
	}
	hd_unlock(&trace->lock);
}

void hd_trace_callback(hd_trace *trace, hd_trace_row row)
{
	if (row == HD_TRACE_LOST || is_forked(trace))
		return;
	hd_lock(&trace->lock);
	trace->records[row].callback = hd_now() - trace->epoch;
	hd_unlock(&trace->lock);
}

const char *hd_trace_state(const struct hd_trace_record *record)
{
	if (record->state)
		return record->state;
	if (record->end != HD_TRACE_NEVER)
		return "finished";
	return record->start != HD_TRACE_NEVER ? "running" : "pending";
}

/* Memory is taken under the lock: outside of it, the table could outgrow it meanwhile. */
int hd_trace_snapshot(hd_trace *trace, struct hd_trace_snapshot *snapshot)
{
	size_t size;
	int code = HD_OK;

	if (is_forked(trace))
		return HD_EFORKED;
	hd_lock(&trace->lock);
	size = trace->count * sizeof *trace->records;
	*snapshot = (struct hd_trace_snapshot){
		.records = malloc(size + 1),
		.count = trace->count,
		.lost = trace->lost,
		.now = hd_now() - trace->epoch,
	};
	if (!snapshot->records)
		code = HD_ENOMEM;
	else if (size)
		memcpy(snapshot->records, trace->records, size);
	hd_unlock(&trace->lock);
	return code;
}
