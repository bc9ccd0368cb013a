/* SPDX-License-Identifier: MIT */
/* tsan - what code calls that was compiled with -fsanitize=thread.
 *
 * gcc and clang put a call of __tsan_read4 and the like before each access, and replace each
 * atomic operation by one of __tsan_atomic32_load and the like; this library answers them in
 * place of the sanitizer's own.  In a process that nobody explores they do what the program
 * says and nothing else.
 */
#ifndef EXPLORE_TSAN_H
#define EXPLORE_TSAN_H

#include <stdbool.h>
#include <stdint.h>

/* A part of the program is instrumented. */
bool tsan_present(void);

/* The code at this address is instrumented: its accesses and atomics are seen, and no lock of
 * the C library is held where it makes a call. */
bool tsan_covers(uint64_t pc);

/* Not 0: accesses of the running thread are not to be looked at for now. */
extern __thread unsigned tsan_ignoring __attribute__((tls_model("initial-exec")));

#endif
