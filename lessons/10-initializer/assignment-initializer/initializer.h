/* SPDX-License-Identifier: MIT */
/* initializer - a pool of threads, each of which is set up before its first task.
 *
 *	ip *p;
 *	ip_task *task;
 *
 *	if (ip_new(4, set_up, NULL, &p) == 0) {
 *		if (ip_submit(p, work, argument, &task) == 0) {
 *			code = ip_wait(task, &result);
 *			ip_release(task);
 *		}
 *		ip_shutdown(p);
 *		ip_free(p);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.
 * Threads:  submit, wait and release from any thread, tasks too; shutdown and free from one at a
 *           time, and from no task.
 * Memory:   a task belongs to the pool and to whoever has submitted it; each lets go of it once.
 * Time:     wait and shutdown wait for ever if they have to, and sleep while they wait.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef INITIALIZER_H
#define INITIALIZER_H

#include <stddef.h>

enum { IP_BROKEN = 1, IP_SHUTDOWN, IP_INVALID, IP_NO_MEMORY, IP_NO_THREAD };

typedef struct ip ip;
typedef struct ip_task ip_task;

/* A new pool, whose workers are started.  Each calls initializer(argument) once, before its
 * first task, and is ready when that returns 0; anything else breaks the pool for good.  Does
 * not wait for them.  IP_INVALID: no workers.  IP_NO_MEMORY.  IP_NO_THREAD. */
int ip_new(size_t workers, int (*initializer)(void *argument), void *argument, ip **out);

/* Has work(argument) called once, in a worker that is ready.  IP_BROKEN, or else IP_SHUTDOWN: the
 * pool takes no more.  IP_NO_MEMORY. */
int ip_submit(ip *p, void *(*work)(void *argument), void *argument, ip_task **task);

/* Waits until the task has ended, and gives what it returned; again and again, if you like.
 * IP_BROKEN: it has not begun and never will, as the pool is broken. */
int ip_wait(ip_task *task, void **result);

/* The caller will not ask for this task any more; it is run nevertheless.  A null pointer is
 * nothing to release. */
void ip_release(ip_task *task);

/* Takes no more tasks, and returns when all that were taken have ended and all workers, too. */
void ip_shutdown(ip *p);

/* Shuts down, and gives all memory back.  All tasks have been released before.  A null pointer
 * is nothing to free. */
void ip_free(ip *p);

#endif
