/* SPDX-License-Identifier: MIT */
/* verdict - how a run ends before its program does.
 *
 * Texts may hold the marks of board.h; <#%u> names a thread, <&%lx> data, <@%lx> code.
 */
#ifndef EXPLORE_VERDICT_H
#define EXPLORE_VERDICT_H

#include <stddef.h>
#include <stdint.h>

#include "board.h"

/* A text that is cut where its memory ends. */
struct text {
	char *next;
	size_t left;
};

struct text text_in(char *memory, size_t size);
void text_add(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The shared memory of this run; NULL in a process that is not explored. */
extern struct board *board;

/* Ends the run: it failed. */
void verdict_fail(enum verdict verdict, const char *format, ...)
	__attribute__((noreturn, format(printf, 2, 3)));

/* Ends the run by a signal, after board->report.verdict and .text were written. */
void verdict_crashed(int signal) __attribute__((noreturn));

/* Ends the run: `construct` at pc cannot be controlled; `remedy` says what to do instead. */
void verdict_refuse(const char *construct, uint64_t pc, const char *remedy)
	__attribute__((noreturn));

/* The program has ended by itself with this exit status.  Does not return. */
void verdict_ended(int status) __attribute__((noreturn));

/* Writes what is known of the threads into the report. */
void verdict_describe_threads(void);

#endif
