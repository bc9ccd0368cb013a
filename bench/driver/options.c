/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double full_minutes = 5, quick_minutes = 0.75, patience_s = 20;

static bool wrong(const char *name, const char *value, const char *wanted)
{
	fprintf(stderr, "heddle-bench: %s '%s': it is %s\n", name, value, wanted);
	return false;
}

static bool read_number(double *number, const char *name, const char *value)
{
	char *end;

	*number = strtod(value, &end);
	if (end == value || *end || !(*number >= 0 && *number <= 1440))
		return wrong(name, value, "a number from 0 to 1440");
	return true;
}

static bool read_seed(struct options *options, const char *value)
{
	char *end;

	errno = 0;
	options->seed = strtoull(value, &end, 10);
	if (errno || end == value || *end || *value == '-')
		return wrong("--seed", value, "a whole number");
	return true;
}

static bool read_workers(struct options *options, const char *value)
{
	struct question checked;

	options->choice.workers = value;
	return read_workers_list(value, &checked) ||
	       wrong("--workers", value, "numbers from 1 to 1024, such as 1,2,4");
}

static bool read_option(struct options *options, const char *name, const char *value)
{
	if (!strcmp(name, "--bench"))
		options->choice.benches = value;
	else if (!strcmp(name, "--peers"))
		options->choice.peers = value;
	else if (!strcmp(name, "--workers"))
		return read_workers(options, value);
	else if (!strcmp(name, "--minutes"))
		return read_number(&options->minutes, name, value);
	else if (!strcmp(name, "--patience"))
		return read_number(&options->patience_s, name, value);
	else if (!strcmp(name, "--seed"))
		return read_seed(options, value);
	else if (!strcmp(name, "--out"))
		options->out = value;
	else
		return wrong("option", name,
			     "one of --quick, --bench, --peers, --workers, --minutes, "
			     "--seed, --out, --patience");
	return true;
}

bool options_read(struct options *options, int argc, char **argv)
{
	*options =
		(struct options){.minutes = -1,
				 .seed = (uint64_t)time(NULL) ^ (uint64_t)getpid() << 32,
				 .out = "build/bench",
				 .patience_s = patience_s};
	for (int i = 1; i < argc; i++) {
		const char *name = argv[i];

		if (!strcmp(name, "--quick")) {
			options->choice.quick = true;
			continue;
		}
		if (i + 1 == argc && *name == '-') {
			fprintf(stderr, "heddle-bench: %s needs a value\n", name);
			return false;
		}
		if (!read_option(options, name, i + 1 < argc ? argv[++i] : ""))
			return false;
	}
	options->hurry = options->minutes < 0;
	if (options->hurry)
		options->minutes = options->choice.quick ? quick_minutes : full_minutes;
	return true;
}
