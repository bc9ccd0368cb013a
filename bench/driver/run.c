/* SPDX-License-Identifier: MIT */
/* run - the command `heddle-bench run`, show mode. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "interrupt.h"
#include "output.h"
#include "show.h"

static bool prepare(struct run *run)
{
	char log[512];

	if (!output_folder(run->options.out) ||
	    !questions_read("bench/questions.tsv", &run->questions))
		return false;
	snprintf(log, sizeof log, "%s/programs.log", run->options.out);
	run->fleet.log =
		open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
	if (run->fleet.log < 0) {
		fprintf(stderr, "heddle-bench: %s: %s\n", log, strerror(errno));
		return false;
	}
	return team_make(&run->team, build_folder(), run->options.choice.peers,
			 &run->fleet) &&
	       plan_make(&run->plan, &run->options.choice, &run->questions, &run->team) &&
	       results_begin(&run->results, &run->session);
}

static void say_missing(const struct team *team)
{
	for (int i = 0; i < team->count; i++) {
		const struct peer *peer = &team->members[i].peer;

		if (*peer->missing && !team->members[i].variant)
			fprintf(stderr, "heddle-bench: skipping %s: %s\n",
				team->members[i].own ? peer->program : peer->impl,
				peer->missing);
	}
}

static int measure(struct run *run)
{
	bool written;

	say_missing(&run->team);
	run_rounds(run);
	fleet_free(&run->fleet);
	written = results_write(&run->results, run->options.out, &run->plan, &run->team);
	if (written)
		show_results(run->options.out, noise_grade(&run->results.noise));
	if (interrupted())
		return 130;
	return written ? 0 : 1;
}

int command_run(int argc, char **argv)
{
	struct run run = {.fleet = {.log = -1}};
	int status = 2;

	if (!options_read(&run.options, argc, argv))
		return 2;
	session_begin(&run.session, argc, argv, run.options.seed, "unpinned, all CPUs");
	run.fleet.patience_s = run.options.patience_s;
	interrupt_install();
	if (prepare(&run))
		status = measure(&run);
	fleet_free(&run.fleet);
	if (run.fleet.log >= 0)
		close(run.fleet.log);
	results_free(&run.results);
	plan_free(&run.plan);
	team_free(&run.team);
	questions_free(&run.questions);
	return status;
}
