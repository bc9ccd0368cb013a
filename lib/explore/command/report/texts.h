/* SPDX-License-Identifier: MIT */
/* texts - a report's numbers in words.
 *
 * Threads are called T0, T1, ...; data by their names.  What has no name (on the heap, on a
 * stack) is called #1, #2, ... in the order in which it is mentioned, and texts_legend says
 * what these are.
 *
 * Memory:   all that is returned belongs to the texts and stays until texts_free.
 */
#ifndef EXPLORE_TEXTS_H
#define EXPLORE_TEXTS_H

#include <stdbool.h>
#include <stdio.h>

#include "board.h"
#include "symbols.h"

struct texts;

/* Both are used, and must stay unchanged, as long as the texts. */
struct texts *texts_new(struct symbols *symbols, const struct report *report);
void texts_free(struct texts *texts);

/* The text with the marks of board.h replaced. */
const char *texts_expand(struct texts *texts, const char *text);

/* "file.c:12 (function)", and without the function; "program+0x12ab" if that is all. */
const char *texts_place(struct texts *texts, uint64_t pc);
const char *texts_line(struct texts *texts, uint64_t pc);

/* 'name', 'name.member', #1, block #2+8. */
const char *texts_data(struct texts *texts, uint64_t address);

/* What is to be said about something without a name; "" if it has one. */
const char *texts_about(struct texts *texts, uint64_t address);

/* "T1", and with the name that the thread or its function has: "T1 worker". */
const char *texts_thread(struct texts *texts, unsigned number);
const char *texts_thread_name(struct texts *texts, unsigned number);

/* The stack of a thread in the user's code: "a.c:3 (f) < a.c:9 (main)"; "" if not known. */
const char *texts_stack(struct texts *texts, unsigned thread);

/* True for a place in the user's code. */
bool texts_is_users(struct texts *texts, uint64_t pc);

/* The innermost call of that stack, 0 if it is not known. */
uint64_t texts_stack_top(struct texts *texts, unsigned thread);

/* What an operation does: "lock 'm'", "signal 'c': nobody waits". */
const char *texts_operation(struct texts *texts, const struct event *event);

/* What a thread waits for that has this operation before it: "wants 'm'", "joins T1";
 * "" if that is never waited for. */
const char *texts_waiting(struct texts *texts, const struct event *event);

/* Where: the line of the user's code, past functions that only wrap the call. */
const char *texts_operation_line(struct texts *texts, const struct event *event);

/* A text formatted as printf does, clean of control characters. */
const char *texts_format(struct texts *texts, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* One line for each thing without a name that was mentioned so far. */
void texts_legend(struct texts *texts, FILE *out);

#endif
