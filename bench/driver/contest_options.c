/* SPDX-License-Identifier: MIT */
#include "contest_options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "noise.h"

enum { PROBES = 200 };

const char contest_usage[] =
	"  --bench GLOB[,GLOB]  only these benches (the quick set)\n"
	"  --workers N[,N]      only with so many workers (up to the number of CPUs)\n"
	"  --threshold PERCENT  differences from here on count (5; on a quiet machine "
	"3)\n"
	"  --pairs N            at most so many pairs of processes for a row (80)\n"
	"  --seconds S          measure so long, and as long again what was flagged\n"
	"  --placement P        process (all threads on the same CPUs, the default), "
	"threads\n"
	"                       (each on one CPU), one (all on one CPU)\n"
	"  --seed N             the same random order again\n"
	"  --out FOLDER         for the data (build/bench)\n";

void contest_options_init(struct contest_options *options)
{
	*options = (struct contest_options){.most = CONTEST_PAIRS,
					    .seed = (uint64_t)time(NULL),
					    .out = "build/bench"};
}

bool contest_number(const char *name, const char *text, double least, double most,
		    double *value)
{
	char *end;
	double number = strtod(text, &end);

	if (end == text || *end || !(number >= least && number <= most)) {
		fprintf(stderr, "heddle-bench: %s '%s': it is a number from %g to %g\n",
			name, text, least, most);
		return false;
	}
	*value = number;
	return true;
}

static bool take_placement(struct contest_options *options, const char *value)
{
	if (placement_named(value, &options->choice.placement))
		return true;
	fprintf(stderr, "heddle-bench: --placement '%s': it is process, threads or one\n",
		value);
	return false;
}

static bool take_workers(struct contest_options *options, const char *value)
{
	struct question checked;

	options->choice.workers = value;
	if (read_workers_list(value, &checked))
		return true;
	fprintf(stderr, "heddle-bench: --workers '%s': it is numbers, such as 1,2,4\n",
		value);
	return false;
}

static bool take_whole(const char *name, const char *value, double least, double most,
		       double *number)
{
	if (!contest_number(name, value, least, most, number))
		return false;
	*number = floor(*number);
	return true;
}

bool contest_option(struct contest_options *options, const char *name, const char *value)
{
	double number = 0;
	bool fine = true;

	if (!strcmp(name, "--bench"))
		options->choice.benches = value;
	else if (!strcmp(name, "--out"))
		options->out = value;
	else if (!strcmp(name, "--workers"))
		return take_workers(options, value);
	else if (!strcmp(name, "--placement"))
		return take_placement(options, value);
	else if (!strcmp(name, "--threshold"))
		return contest_number(name, value, 0.1, 100, &options->threshold);
	else if (!strcmp(name, "--seconds"))
		return contest_number(name, value, 1, 86400, &options->seconds);
	else if (!strcmp(name, "--pairs") &&
		 (fine = take_whole(name, value, 6, CONTEST_PAIRS, &number)))
		options->most = (int)number;
	else if (!strcmp(name, "--seed") &&
		 (fine = take_whole(name, value, 0, 1e15, &number)))
		options->seed = (uint64_t)number;
	else if (fine) {
		fprintf(stderr, "heddle-bench: there is no option %s\n%s", name,
			contest_usage);
		return false;
	}
	return fine;
}

static bool is_quiet(const struct session *session)
{
	struct noise noise = {0};
	bool quiet;

	for (int i = 0; i < PROBES; i++)
		noise_probe(&noise, session_seconds(session));
	quiet = !strcmp(noise_grade(&noise), "quiet");
	noise_free(&noise);
	return quiet;
}

struct contest_rules contest_rules(struct contest_options *options,
				   const struct session *session, struct shuffle *shuffle)
{
	if (!(options->threshold > 0))
		options->threshold = is_quiet(session) ? 3 : 5;
	shuffle->state = options->seed;
	return (struct contest_rules){.alpha = 0.05,
				      .threshold = verdict_threshold(options->threshold),
				      .most = options->most,
				      .seconds = options->seconds,
				      .shuffle = shuffle,
				      .session = session};
}
