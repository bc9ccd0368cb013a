/* SPDX-License-Identifier: MIT */
/* randomness - what a program takes for chance is the same in every run and every schedule.
 */
#ifndef EXPLORE_RANDOMNESS_H
#define EXPLORE_RANDOMNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Fills memory; returns size. */
ssize_t randomness_fill(void *memory, size_t size);

/* The calling thread is controlled, and fd is /dev/random or its sister. */
bool randomness_comes_from(int fd);

#endif
