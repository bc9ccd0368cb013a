/* SPDX-License-Identifier: MIT */
/* pin - which thread of another process runs on which CPU. */
#ifndef HEDDLE_PIN_H
#define HEDDLE_PIN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* See process_pin.  false: why says what failed. */
bool pin_threads(pid_t pid, const int *cpus, int count, char *why, size_t size);

#endif
