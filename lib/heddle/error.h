/* SPDX-License-Identifier: MIT */
/* error - what can go wrong in a call, and how a task says that it failed.
 *
 *	static void *work(void *arg)
 *	{
 *		if (!arg)
 *			return hd_raise(EINVAL, "no input for %s", "work");
 *		return arg;
 *	}
 *
 * What goes wrong in a call is its return code.  What goes wrong in a task is in
 * the task's future, and nowhere else: a waiter sees HD_EFAILED and asks
 * hd_future_exception for the code and the words.
 *
 * Errors:   0 is success; every other code stands in the table below.
 * Threads:  any thread; a raised failure belongs to the thread that raised it.
 * Memory:   texts from hd_strerror and hd_error_name are constant.
 * Time:     nothing here blocks.
 */
#ifndef HEDDLE_ERROR_H
#define HEDDLE_ERROR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define HD_API		     __attribute__((visibility("default")))
#define HD_PRINTF(at, first) __attribute__((format(printf, at, first)))
#define HD_MUST_CHECK	     __attribute__((warn_unused_result))
#else
#define HD_API
#define HD_PRINTF(at, first)
#define HD_MUST_CHECK
#endif

/* One row an error: name, text.  Where CPython has words for it, these are the words. */
#define HD_ERRORS(X)                                                                     \
	X(HD_OK, "success")                                                              \
	X(HD_ENOMEM, "out of memory")                                                    \
	X(HD_EINVAL, "invalid argument")                                                 \
	X(HD_ETHREAD, "can't start new thread")                                          \
	X(HD_ETIMEDOUT, "timed out")                                                     \
	X(HD_ECANCELLED, "the future was cancelled")                                     \
	X(HD_EFAILED, "the task failed; its exception says why")                         \
	X(HD_ESTATE, "invalid state: the future is already settled or running")          \
	X(HD_ESHUTDOWN, "cannot schedule new futures after shutdown")                    \
	X(HD_EBROKEN, "a thread initializer failed, the pool is not usable anymore")     \
	X(HD_EDEADLOCK, "a task may not wait for itself or for its own executor")        \
	X(HD_EWORKERS, "max_workers must be greater than 0")                             \
	X(HD_ECHUNKSIZE, "chunksize must be greater than 0")                             \
	X(HD_EBUFFERSIZE, "buffersize must be greater than 0")                           \
	X(HD_EPOOLSTATE, "Pool not running")                                             \
	X(HD_EPOOLRUNNING, "Pool is still running")                                      \
	X(HD_ENOTREADY, "the result is not ready")                                       \
	X(HD_EAGGREGATE, "all promises were rejected")                                   \
	X(HD_EFORKED, "the threads of this object stayed in the parent of fork()")       \
	X(HD_EIO, "cannot write the file")                                               \
	X(HD_END, "no more items")

#define HD_ERROR_CODE(name, text) name,
enum hd_code { HD_ERRORS(HD_ERROR_CODE) HD_ERROR_COUNT };
#undef HD_ERROR_CODE

/* The text of a code from the table; "unknown error" for any other number. */
HD_API const char *hd_strerror(int code);

/* The name of a code ("HD_ETIMEDOUT"); "?" for any other number. */
HD_API const char *hd_error_name(int code);

/* Why a task failed.  code is the number that the task raised (never 0 in a failure);
 * message and data belong to the future and live as long as a reference to it. */
typedef struct hd_error {
	int code;
	const char *message;
	void *data;
} hd_error;

/* Fails the running task: return what this returns.  The message is formatted now;
 * code must not be 0 (0 is taken as HD_EFAILED).  If memory for the words runs out,
 * the code is kept and the message says so.  A failure that is raised but not
 * returned is forgotten when the task ends. */
HD_API void *hd_raise(int code, const char *format, ...) HD_PRINTF(2, 3);

/* The same, with an object of the host's own kind (a language binding's exception).
 * drop, if not NULL, is called on data once, when nobody can read it any more. */
HD_API void *hd_raise_data(int code, void *data, void (*drop)(void *data),
			   const char *format, ...) HD_PRINTF(4, 5);

/* Returns a copy of the bytes as the running task's result: return what this returns.
 * The copy belongs to the future and is freed with it.  Fails the task with HD_ENOMEM
 * when there is no memory. */
HD_API void *hd_return_copy(const void *bytes, size_t size);

#ifdef __cplusplus
}
#endif
#endif
