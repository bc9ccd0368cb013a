/* SPDX-License-Identifier: MIT */
/* web - a slow server on this machine, and a task that asks it.
 *
 *	const char *why = web_open(20);
 *	if (!why) {
 *		hd_executor_submit(executor, web_status, NULL, &future);
 *		...
 *		web_close();
 *	}
 *
 * Errors:   web_open returns NULL, or why there is no server; a task that gets no answer
 *           raises what the system says.
 * Threads:  web_status in any, open and close for the thread that runs the bench.
 * Time:     the server takes so many milliseconds for each answer.
 */
#ifndef HEDDLE_WEB_BENCH_H
#define HEDDLE_WEB_BENCH_H

const char *web_open(long delay_ms);
void web_close(void);

/* The task: asks, and gives the status of the answer, which is 204. */
void *web_status(void *arg);

#endif
