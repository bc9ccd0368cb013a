/* SPDX-License-Identifier: MIT */
/* trace - which worker ran which task, and when.
 *
 *	hd_trace *trace;
 *	hd_trace_new(&trace);
 *	hd_executor_options options = {.trace = trace};
 *	...
 *	hd_trace_write(trace, "run.tsv");
 *	hd_trace_free(&trace);
 *
 * A trace is a table with one row a task.  An executor that was given one fills the rows;
 * a program that starts its own threads can fill them by hand.
 *
 * Errors:   0 or an HD_E code.  A row that finds no memory is counted as lost, named in the
 *           file's header, and never fails the task.
 * Threads:  any thread; one lock a trace, so tracing costs what an uncontended or a
 *           contended lock costs, and an executor without a trace pays one test.
 * Memory:   new/free; executors and tasks hold references, so free may come first.
 * Time:     monotonic nanoseconds since the trace was made.
 */
#ifndef HEDDLE_TRACE_H
#define HEDDLE_TRACE_H

#include "heddle/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hd_trace hd_trace;

/* A row's number; HD_TRACE_LOST when there was no memory for it, which every call takes. */
typedef unsigned hd_trace_row;
#define HD_TRACE_LOST ((hd_trace_row)-1)

/* HD_ENOMEM. */
HD_API HD_MUST_CHECK int hd_trace_new(hd_trace **trace);

/* Lets go of the trace and sets *trace to NULL; NULL is let be. */
HD_API void hd_trace_free(hd_trace **trace);

/* By hand: a task appears, starts on a worker, ends, calls back.  label may be NULL
 * ("task N"); state is how it ended, a word such as "finished", kept by reference. */
HD_API hd_trace_row hd_trace_submit(hd_trace *trace, const char *label);
HD_API void hd_trace_start(hd_trace *trace, hd_trace_row row, const char *worker);
HD_API void hd_trace_end(hd_trace *trace, hd_trace_row row, const char *state);
HD_API void hd_trace_callback(hd_trace *trace, hd_trace_row row);

/* Writes the trace: Chrome trace JSON (for Perfetto) when the path ends in ".json", else
 * the events table, tab-separated, with the columns
 *	run task label worker submit_ns start_ns end_ns callback_ns state finish_rank
 * in submission order, under header lines "# key: value"; a time that did not come is nan.
 * A worker or a label that is missing is "-".  HD_EIO with errno set: the file cannot be
 * written, and what was there before is untouched.  HD_ENOMEM; HD_EFORKED: the trace is the
 * parent's. */
HD_API HD_MUST_CHECK int hd_trace_write(hd_trace *trace, const char *path);

#ifdef __cplusplus
}
#endif
#endif
