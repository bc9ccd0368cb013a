/* SPDX-License-Identifier: MIT */
#include "failure.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the running task has raised or copied and not yet returned. */
static _Thread_local struct {
	int code; /* 0: nothing was raised */
	struct hd_failure *failure;
	void *copy;
} pending;

/* The value that a task returns when it has raised. */
static char raised;

struct hd_failure *hd_failure_new(const char *message, void *data,
				  void (*drop)(void *data))
{
	size_t size = strlen(message) + 1;
	struct hd_failure *failure = malloc(sizeof *failure + size);

	if (failure) {
		failure->data = data;
		failure->drop = drop;
		memcpy(failure->message, message, size);
	}
	return failure;
}

void hd_failure_free(struct hd_failure *failure)
{
	if (failure && failure->drop)
		failure->drop(failure->data);
	free(failure);
}

hd_error hd_failure_error(int code, const struct hd_failure *failure)
{
	if (!code)
		return (hd_error){0, NULL, NULL};
	if (!failure)
		return (hd_error){code, "(out of memory: the message is lost)", NULL};
	return (hd_error){code, failure->message, failure->data};
}

/* Forgets what was raised or copied and not returned. */
static void forget(void)
{
	hd_failure_free(pending.failure);
	free(pending.copy);
	memset(&pending, 0, sizeof pending);
}

static void *raise_formatted(int code, void *data, void (*drop)(void *data),
			     const char *format, va_list args)
{
	va_list again;
	struct hd_failure *failure = NULL;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length >= 0)
		failure = malloc(sizeof *failure + (size_t)length + 1);
	if (failure) {
		failure->data = data;
		failure->drop = drop;
		vsnprintf(failure->message, (size_t)length + 1, format, args);
	} else if (drop) {
		drop(data);
	}
	forget(); /* only now: the arguments may point into what was raised before */
	pending.code = code ? code : HD_EFAILED;
	pending.failure = failure;
	return &raised;
}

void *hd_raise(int code, const char *format, ...)
{
	va_list args;
	void *marker;

	va_start(args, format);
	marker = raise_formatted(code, NULL, NULL, format, args);
	va_end(args);
	return marker;
}

void *hd_raise_data(int code, void *data, void (*drop)(void *data), const char *format,
		    ...)
{
	va_list args;
	void *marker;

	va_start(args, format);
	marker = raise_formatted(code, data, drop, format, args);
	va_end(args);
	return marker;
}

void *hd_return_copy(const void *bytes, size_t size)
{
	void *copy = malloc(size ? size : 1);

	if (!copy)
		return hd_raise(HD_ENOMEM, "no memory for a result of %zu bytes", size);
	memcpy(copy, bytes, size);
	forget();
	pending.copy = copy;
	return copy;
}

/* The slow half of hd_call: something was raised or copied. */
static void settle_pending(struct hd_outcome *outcome)
{
	if (outcome->result == &raised) {
		outcome->code = pending.code;
		outcome->failure = pending.failure;
		outcome->result = NULL;
		pending.failure = NULL;
	} else if (pending.copy && outcome->result == pending.copy) {
		outcome->owned = true;
		pending.copy = NULL;
	}
	forget();
}

static bool is_pending(void)
{
	return __builtin_expect(pending.code || pending.copy, false);
}

/* Calls while the caller has something pending, which stays his. */
static void call_nested(hd_fn *fn, void *arg, struct hd_outcome *outcome)
{
	__typeof__(pending) outer = pending;

	memset(&pending, 0, sizeof pending);
	hd_call(fn, arg, outcome);
	pending = outer;
}

void hd_call(hd_fn *fn, void *arg, struct hd_outcome *outcome)
{
	if (is_pending()) {
		call_nested(fn, arg, outcome);
		return;
	}
	*outcome = (struct hd_outcome){.result = fn(arg)};
	if (is_pending())
		settle_pending(outcome);
}
