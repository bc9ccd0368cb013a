/* SPDX-License-Identifier: MIT */
/* outputs - what the schedules of a campaign have printed, each text once.
 *
 * How a schedule ended belongs to its output: what a deadlock left unprinted is another
 * output than the same text of a program that came to its end.
 */
#ifndef EXPLORE_OUTPUTS_H
#define EXPLORE_OUTPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "runner.h"

struct outputs;

struct outputs *outputs_new(void);

/* Adds what the last run printed, which was this schedule of the campaign, counted from 1. */
void outputs_add(struct outputs *outputs, struct runner *runner, uint64_t schedule);

/* Forgets all. */
void outputs_clear(struct outputs *outputs);

/* Prints them in the order of their texts, with how often and where each came first. */
void outputs_print(const struct outputs *outputs, FILE *out);

/* Whether an output is not what was expected; then says where, in `why` of so many bytes. */
bool outputs_differ(const char *output, size_t size, const char *expected,
		    size_t expected_size, char *why, size_t room);

#endif
