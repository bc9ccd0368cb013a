/* SPDX-License-Identifier: MIT */
#include "failure.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Thread_local struct hd_pending hd_pending;

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
	hd_failure_free(hd_pending.failure);
	free(hd_pending.copy);
	memset(&hd_pending, 0, sizeof hd_pending);
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
	hd_pending.code = code ? code : HD_EFAILED;
	hd_pending.failure = failure;
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
	hd_pending.copy = copy;
	return copy;
}

void hd_call_settle(struct hd_outcome *outcome)
{
	if (outcome->result == &raised) {
		outcome->code = hd_pending.code;
		outcome->failure = hd_pending.failure;
		outcome->result = NULL;
		hd_pending.failure = NULL;
	} else if (hd_pending.copy && outcome->result == hd_pending.copy) {
		outcome->owned = true;
		hd_pending.copy = NULL;
	}
	forget();
}

void hd_call_nested(hd_fn *fn, void *arg, struct hd_outcome *outcome)
{
	struct hd_pending outer = hd_pending;

	memset(&hd_pending, 0, sizeof hd_pending);
	hd_call(fn, arg, outcome);
	hd_pending = outer;
}
