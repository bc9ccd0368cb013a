/* SPDX-License-Identifier: MIT */
/* promises - results to come, and one promise that stands for all of several.
 *
 *	pr *jobs[3], *both;		(made with pr_new, settled by other threads)
 *	struct pr_outcome outcome;
 *
 *	if (pr_all(jobs, 3, &both) == 0) {
 *		if (pr_await(both, 500, &outcome) == 0 && outcome.state == PR_FULFILLED)
 *			...	(((void **)outcome.value)[i] is the value of jobs[i])
 *		pr_unref(both);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.  That a
 *           promise was rejected is no failure of the call that says so: it is an outcome.
 * Threads:  any function, from any thread that holds a reference.
 * Memory:   each holder owns one reference and gives it back with pr_unref; a promise never
 *           touches what its value points to.
 * Time:     milliseconds, a day at most; negative waits for ever, 0 only looks.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef PROMISES_H
#define PROMISES_H

#include <stddef.h>

enum { PR_ALREADY = 1, PR_TIMEOUT, PR_NO_MEMORY };

enum pr_state { PR_PENDING, PR_FULFILLED, PR_REJECTED };

/* How a promise was settled: a value if it was fulfilled, or else a null pointer; a reason if it
 * was rejected, or else 0. */
struct pr_outcome {
	enum pr_state state;
	void *value;
	int reason;
};

typedef struct pr pr;

/* A new, pending promise, with one reference, the caller's.  PR_NO_MEMORY. */
int pr_new(pr **out);

/* One reference more; one less, and the last one gives the memory back.  Nothing happens to a
 * null pointer. */
void pr_ref(pr *p);
void pr_unref(pr *p);

/* Settles a promise that pr_new made, and what can be settled by that, and wakes who waits for
 * them.  PR_ALREADY: it was settled before, and stays what it was. */
int pr_resolve(pr *p, void *value);
int pr_reject(pr *p, int reason);

/* Waits until the promise is settled, and says how.  PR_TIMEOUT: it is pending after ms
 * milliseconds. */
int pr_await(pr *p, long ms, struct pr_outcome *out);

/* A new promise that is fulfilled when all n are: its value is an array, void *[n], of their
 * values in the order of ps.  The first of them that is rejected rejects it, with that reason
 * and without waiting for the others.  PR_NO_MEMORY. */
int pr_all(pr *const *ps, size_t n, pr **out);

/* A new promise that is fulfilled when all n are settled, and never rejected: its value is an
 * array, struct pr_outcome[n], of their outcomes in the order of ps.  PR_NO_MEMORY. */
int pr_all_settled(pr *const *ps, size_t n, pr **out);

#endif
