/* SPDX-License-Identifier: MIT */
#include "pair.h"

#include <math.h>
#include <sched.h>
#include <string.h>

#include "process.h"
#include "statistics.h"

/* Seconds for one answer: a sample takes milliseconds. */
#define LIMIT 20.0

enum { CPUS = 256 };

const char *const side_names[SIDES] = {"old", "new"};

static const struct {
	const char *name, *text;
} placements[] = {
	[PLACE_PROCESS] = {"process", "pinned, all threads to the same CPUs"},
	[PLACE_THREADS] = {"threads", "pinned, each thread to one CPU"},
	[PLACE_ONE] = {"one", "pinned, all threads to one CPU"},
};

const char *placement_text(enum placement placement)
{
	return placements[placement].text;
}

bool placement_named(const char *name, enum placement *placement)
{
	for (size_t i = 0; i < sizeof placements / sizeof *placements; i++)
		if (!strcmp(name, placements[i].name)) {
			*placement = (enum placement)i;
			return true;
		}
	return false;
}

/* -- starting --------------------------------------------------------------------------------- */

static bool fail(struct pair *pair, enum side side, const char *why)
{
	snprintf(pair->why, sizeof pair->why, "%s: %s", side_names[side], why);
	return false;
}

static int allowed_cpus(int *cpus)
{
	cpu_set_t set;
	int count = 0;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set))
		return 0;
	for (int i = 0; i < CPU_SETSIZE && count < CPUS; i++)
		if (CPU_ISSET(i, &set))
			cpus[count++] = i;
	return count;
}

/* Threads inherit the CPUs of their maker: before there are any, the process is pinned as a
 * whole, and afterwards thread by thread. */
static bool place(const struct pair *pair, struct process *process, bool opened)
{
	int cpus[CPUS];
	int count = allowed_cpus(cpus);

	if (opened != (pair->placement == PLACE_THREADS) || !count)
		return true;
	if (pair->placement == PLACE_ONE)
		return process_pin(process, &cpus[pair->number % count], 1);
	/* The thread that submits is one more. */
	if (pair->placement == PLACE_PROCESS && count > pair->workers + 1)
		count = pair->workers + 1;
	return process_pin(process, cpus, count);
}

static bool start(struct pair *pair, enum side side, struct process **process)
{
	struct process_spec spec = {pair->programs[side], "-", pair->workers,
				    pair->slowdowns[side], -1};

	*process = process_start(&spec);
	if (!*process)
		return fail(pair, side, "there is no memory for it");
	if (!place(pair, *process, false) ||
	    process_open(*process, pair->bench, pair->params, pair->workers, LIMIT) !=
		    PROCESS_OK ||
	    !place(pair, *process, true))
		return fail(pair, side, process_why(*process));
	return true;
}

/* -- measuring -------------------------------------------------------------------------------- */

static bool sample(struct pair *pair, enum side side, struct process *process, int round,
		   int pos, struct sample *out)
{
	struct measurement m;

	if (process_run(process, pair->repeats, &m, LIMIT) != PROCESS_OK)
		return fail(pair, side, process_why(process));
	*out = (struct sample){.workers = pair->workers,
			       .pair = pair->number,
			       .round = round,
			       .pos = pos,
			       .ops = m.ops,
			       .wall_ns = m.wall_ns,
			       .cpu_ns = m.cpu_ns,
			       .vcsw = m.vcsw,
			       .ivcsw = m.ivcsw,
			       .status = SAMPLE_OK};
	snprintf(out->side, sizeof out->side, "%s", side_names[side]);
	snprintf(out->bench, sizeof out->bench, "%s", pair->bench);
	snprintf(out->params, sizeof out->params, "%s", pair->params);
	snprintf(out->note, sizeof out->note, "%s", m.note);
	if (!(sample_value(out) > 0))
		return fail(pair, side, "a sample of no length");
	return true;
}

static bool rounds(struct pair *pair, struct shuffle *shuffle, struct process **processes,
		   double *logs)
{
	for (int round = 1 - PAIR_THROWN; round <= PAIR_KEPT; round++) {
		struct sample samples[SIDES];
		int order[SIDES];

		shuffle_order(shuffle, order, SIDES);
		for (int i = 0; i < SIDES; i++)
			if (!sample(pair, (enum side)order[i], processes[order[i]], round,
				    i + 1, &samples[order[i]]))
				return false;
		if (round < 1)
			continue;
		memcpy(&pair->samples[(round - 1) * SIDES], samples, sizeof samples);
		logs[round - 1] =
			log(sample_value(&samples[NEW]) / sample_value(&samples[OLD]));
	}
	return true;
}

bool pair_measure(struct pair *pair, struct shuffle *shuffle, double *d)
{
	struct process *processes[SIDES] = {NULL, NULL};
	double logs[PAIR_KEPT];
	int order[SIDES];
	bool fine;

	shuffle_order(shuffle, order, SIDES);
	fine = start(pair, (enum side)order[0], &processes[order[0]]) &&
	       start(pair, (enum side)order[1], &processes[order[1]]) &&
	       rounds(pair, shuffle, processes, logs);
	process_free(processes[OLD]);
	process_free(processes[NEW]);
	if (!fine)
		return false;
	statistics_sort(logs, PAIR_KEPT);
	*d = statistics_median(logs, PAIR_KEPT);
	return true;
}
