/* SPDX-License-Identifier: MIT */
/* trace - the table behind a trace, for those who fill it and those who write it out.
 *
 * trace.c records; trace_write.c makes the file and its table of events; trace_chrome.c
 * says the same for Perfetto.  The writers see a snapshot, so that a slow disk never holds
 * up a worker.
 */
#ifndef HEDDLE_TRACE_PRIVATE_H
#define HEDDLE_TRACE_PRIVATE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "heddle/trace.h"

/* A time or a rank that has not come. */
#define HD_TRACE_NEVER INT64_MAX

/* One task.  Times are nanoseconds since the trace was made. */
struct hd_trace_record {
	char *label;	   /* NULL: "task N" */
	char *worker;	   /* NULL: never started, or no memory for its name */
	const char *state; /* how it ended; NULL: it has not */
	int64_t submit, start, end, callback;
	int64_t finish_rank; /* 1 for the first that ended */
};

struct hd_trace_snapshot {
	struct hd_trace_record *records;
	size_t count, lost;
	int64_t now; /* when it was taken */
};

/* Executors and tasks hold references; hd_trace_free gives back the owner's. */
hd_trace *hd_trace_ref(hd_trace *trace);
void hd_trace_unref(hd_trace *trace);

/* Copies the table; free snapshot->records.  The texts stay the trace's.
 * HD_ENOMEM, HD_EFORKED. */
int hd_trace_snapshot(hd_trace *trace, struct hd_trace_snapshot *snapshot);

/* How a task ended, or where it stands. */
const char *hd_trace_state(const struct hd_trace_record *record);

/* Calls fact(out, key, value) for each line that describes the run and the machine. */
typedef void hd_trace_fact(FILE *out, const char *key, const char *value);
void hd_trace_facts(const struct hd_trace_snapshot *snapshot, FILE *out,
		    hd_trace_fact *fact);

/* Writes the snapshot as Chrome trace JSON.  HD_ENOMEM; errors of out stay in out. */
int hd_trace_write_chrome(const struct hd_trace_snapshot *snapshot, FILE *out);

#endif
