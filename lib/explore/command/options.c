/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "runner.h"

#ifndef HEDDLE_VERSION
#define HEDDLE_VERSION "unknown"
#endif

static const char usage[] =
	"usage: explore [options] -- program [arguments]\n"
	"\n"
	"Runs a program that uses pthreads again and again, each time with another "
	"interleaving\n"
	"of its threads, in virtual time, until one fails.  Any dynamically linked "
	"program will\n"
	"do; one that was built with explore-cc is watched down to its memory accesses.\n"
	"\n"
	"How many, and which:\n"
	"  -n N                   schedules to run (1000; without limit for "
	"--exhaustive)\n"
	"  --seed S               another seed gives other schedules (1)\n"
	"  --mode M               mix (the default: the next three in turn), random, "
	"pct, pos,\n"
	"                         rr (round robin), default (no preemption), dfs (a "
	"search\n"
	"                         bounded by --depth preemptions)\n"
	"  --depth D              of pct: ordered steps that the bug needs; of dfs (3; "
	"2)\n"
	"  --exhaustive           every schedule there is, each once\n"
	"  --jobs N               on so many processors (1)\n"
	"  --replay TOKEN|FILE    one schedule, as an earlier run named it\n"
	"\n"
	"What may happen in them:\n"
	"  --time T               both (the default), frozen: timers fire when nobody "
	"can run,\n"
	"                         adversarial: they may fire early\n"
	"  --weak                 atomics may read older values where their memory order "
	"allows it\n"
	"  --spurious[=N]         one wait in N (8) wakes without a signal\n"
	"  --points all           every access to memory is a step, not only those that "
	"race\n"
	"\n"
	"What counts:\n"
	"  --races R              data races: fail (the default), report, off\n"
	"  --leaks L              threads that nobody joins: fail (the default), report, "
	"off\n"
	"  --status any           an exit status other than 0 is no failure\n"
	"  --expect FILE          the program prints exactly this\n"
	"  --steps N              a run of more steps is a livelock (500000)\n"
	"  --accesses N           so is one of more accesses to memory (no limit)\n"
	"  --busy B               waiting by looking again and again: allow (the "
	"default), fail\n"
	"  --timeout S            real seconds that a run may take (20)\n"
	"\n"
	"What to show:\n"
	"  --outputs              every distinct output, how often, and the first "
	"schedule\n"
	"  --keep-going           go on after a failure, and count them\n"
	"  --no-minimize          show the failing schedule as it was found\n"
	"  --json FILE            the schedule as a Chrome trace (Perfetto shows it)\n"
	"  --events FILE          the schedule as heddle events (plots/timeline draws "
	"them)\n"
	"  --quiet                no progress, no report, only the last line\n"
	"  --help, --version\n"
	"\n"
	"Exit status: 0 every schedule passed, 1 one failed and is shown, 2 the program "
	"cannot be\n"
	"controlled, or explore was called wrongly or could not do its work.\n";

enum {
	OPTION_SEED = 256,
	OPTION_MODE,
	OPTION_DEPTH,
	OPTION_EXHAUSTIVE,
	OPTION_JOBS,
	OPTION_REPLAY,
	OPTION_TIME,
	OPTION_WEAK,
	OPTION_SPURIOUS,
	OPTION_POINTS,
	OPTION_RACES,
	OPTION_LEAKS,
	OPTION_STATUS,
	OPTION_EXPECT,
	OPTION_STEPS,
	OPTION_ACCESSES,
	OPTION_BUSY,
	OPTION_TIMEOUT,
	OPTION_OUTPUTS,
	OPTION_KEEP_GOING,
	OPTION_NO_MINIMIZE,
	OPTION_JSON,
	OPTION_EVENTS,
	OPTION_QUIET,
	OPTION_HELP,
	OPTION_VERSION
};

static const struct option table[] = {
	{"schedules", required_argument, NULL, 'n'},
	{"seed", required_argument, NULL, OPTION_SEED},
	{"mode", required_argument, NULL, OPTION_MODE},
	{"depth", required_argument, NULL, OPTION_DEPTH},
	{"exhaustive", no_argument, NULL, OPTION_EXHAUSTIVE},
	{"jobs", required_argument, NULL, OPTION_JOBS},
	{"replay", required_argument, NULL, OPTION_REPLAY},
	{"time", required_argument, NULL, OPTION_TIME},
	{"weak", no_argument, NULL, OPTION_WEAK},
	{"spurious", optional_argument, NULL, OPTION_SPURIOUS},
	{"points", required_argument, NULL, OPTION_POINTS},
	{"races", required_argument, NULL, OPTION_RACES},
	{"leaks", required_argument, NULL, OPTION_LEAKS},
	{"status", required_argument, NULL, OPTION_STATUS},
	{"expect", required_argument, NULL, OPTION_EXPECT},
	{"steps", required_argument, NULL, OPTION_STEPS},
	{"accesses", required_argument, NULL, OPTION_ACCESSES},
	{"busy", required_argument, NULL, OPTION_BUSY},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"outputs", no_argument, NULL, OPTION_OUTPUTS},
	{"keep-going", no_argument, NULL, OPTION_KEEP_GOING},
	{"no-minimize", no_argument, NULL, OPTION_NO_MINIMIZE},
	{"json", required_argument, NULL, OPTION_JSON},
	{"events", required_argument, NULL, OPTION_EVENTS},
	{"quiet", no_argument, NULL, OPTION_QUIET},
	{"help", no_argument, NULL, OPTION_HELP},
	{"version", no_argument, NULL, OPTION_VERSION},
	{NULL, 0, NULL, 0},
};

struct word {
	const char *name;
	unsigned value;
};

static const struct word modes[] = {
	{"mix", STRATEGY_MIX},	      {"random", STRATEGY_RANDOM},
	{"pct", STRATEGY_PCT},	      {"pos", STRATEGY_POS},
	{"rr", STRATEGY_ROUND_ROBIN}, {"default", STRATEGY_DEFAULT},
	{"dfs", STRATEGY_SEARCH},     {NULL, 0},
};
static const struct word times[] = {
	{"frozen", TIME_FROZEN},
	{"adversarial", TIME_ADVERSARIAL},
	{"both", TIME_BOTH},
	{NULL, 0},
};
static const struct word severities[] = {
	{"off", 0}, {"report", 1}, {"fail", 2}, {NULL, 0}};
static const struct word busy[] = {{"allow", 0}, {"fail", 1}, {NULL, 0}};
static const struct word points[] = {{"races", 0}, {"all", 1}, {NULL, 0}};
static const struct word statuses[] = {{"any", 0}, {"zero", 1}, {NULL, 0}};

static unsigned one_of(const char *option, const struct word *words, const char *text)
{
	char list[128] = "";

	for (const struct word *word = words; word->name != NULL; word++) {
		if (strcmp(word->name, text) == 0)
			return word->value;
		if (list[0] != '\0')
			strcat(list, ", ");
		strcat(list, word->name);
	}
	die("%s '%s': it is one of %s", option, text, list);
}

static uint64_t number(const char *option, const char *text, uint64_t least,
		       uint64_t most)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    value < least || value > most)
		die("%s '%s': it is a number from %llu to %llu", option, text,
		    (unsigned long long)least, (unsigned long long)most);
	return value;
}

static void take(struct options *options, int option, const char *value)
{
	switch (option) {
	case 'n':
		options->schedules = number("-n", value, 1, UINT64_MAX);
		break;
	case OPTION_SEED:
		options->seed = number("--seed", value, 0, UINT64_MAX);
		break;
	case OPTION_MODE:
		options->mode = one_of("--mode", modes, value);
		break;
	case OPTION_DEPTH:
		options->depth = (unsigned)number("--depth", value, 0, 16);
		break;
	case OPTION_EXHAUSTIVE:
		options->exhaustive = true;
		break;
	case OPTION_JOBS:
		options->jobs = (unsigned)number("--jobs", value, 1, 256);
		break;
	case OPTION_REPLAY:
		options->replay = value;
		break;
	case OPTION_TIME:
		options->time = one_of("--time", times, value);
		options->time_given = true;
		break;
	case OPTION_WEAK:
		options->weak = true;
		break;
	case OPTION_SPURIOUS:
		options->spurious =
			value == NULL ? 8
				      : (unsigned)number("--spurious", value, 1, 1000);
		break;
	case OPTION_POINTS:
		options->every_access = one_of("--points", points, value);
		break;
	case OPTION_RACES:
		options->races = one_of("--races", severities, value);
		break;
	case OPTION_LEAKS:
		options->leaks = one_of("--leaks", severities, value);
		break;
	case OPTION_STATUS:
		options->any_status = !one_of("--status", statuses, value);
		break;
	case OPTION_EXPECT:
		options->expect = value;
		break;
	case OPTION_STEPS:
		options->steps = (unsigned)number("--steps", value, 1, UINT32_MAX - 1);
		break;
	case OPTION_ACCESSES:
		options->accesses =
			(unsigned)number("--accesses", value, 1, UINT32_MAX - 1);
		break;
	case OPTION_BUSY:
		options->busy_fails = one_of("--busy", busy, value);
		break;
	case OPTION_TIMEOUT:
		options->timeout = (unsigned)number("--timeout", value, 1, 86400);
		break;
	case OPTION_OUTPUTS:
		options->outputs = true;
		break;
	case OPTION_KEEP_GOING:
		options->keep_going = true;
		break;
	case OPTION_NO_MINIMIZE:
		options->minimize = false;
		break;
	case OPTION_JSON:
		options->json = value;
		break;
	case OPTION_EVENTS:
		options->events = value;
		break;
	case OPTION_QUIET:
		options->quiet = true;
		break;
	case OPTION_HELP:
		fputs(usage, stdout);
		exit(fflush(stdout) == 0 ? 0 : 2);
	case OPTION_VERSION:
		puts("explore " HEDDLE_VERSION);
		exit(0);
	default:
		fputs("explore: 'explore --help' lists the options\n", stderr);
		exit(2);
	}
}

/* The library lies beside the command, as it was built or installed. */
static char *find_library(void)
{
	static char path[PATH_MAX + 64];
	ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
	char *slash;

	if (length <= 0)
		die("cannot tell where this program lies: %s", strerror(errno));
	path[length] = '\0';
	for (int up = 0; up < 2; up++) {
		slash = strrchr(path, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	strcat(path, "/lib/libheddle-explore.so");
	if (access(path, R_OK) != 0)
		die("cannot read %s, which lies there when heddle is built or installed: "
		    "%s",
		    path, strerror(errno));
	return path;
}

static void check(struct options *options)
{
	if (options->program[0] == NULL)
		die("no program is named: explore [options] -- program [arguments]");
	if (options->exhaustive && options->mode != STRATEGY_MIX)
		die("--exhaustive runs every schedule: it takes no --mode");
	if (options->replay != NULL && (options->exhaustive || options->outputs))
		die("--replay is one schedule: it takes neither --exhaustive nor "
		    "--outputs");
	if (options->depth == UINT_MAX)
		options->depth = options->mode == STRATEGY_SEARCH ? 2 : 3;
	if (options->exhaustive && !options->time_given)
		options->time = TIME_FROZEN;
	if (options->schedules == 0)
		options->schedules = options->exhaustive ? UINT64_MAX : 1000;
}

void options_read(struct options *options, int argc, char **argv)
{
	int option;

	*options = (struct options){.seed = 1,
				    .mode = STRATEGY_MIX,
				    .depth = UINT_MAX,
				    .time = TIME_BOTH,
				    .races = 2,
				    .leaks = 2,
				    .steps = 500000,
				    .jobs = 1,
				    .timeout = 20,
				    .minimize = true};
	while ((option = getopt_long(argc, argv, "+n:", table, NULL)) != -1)
		take(options, option, optarg);
	options->program = argv + optind;
	check(options);
	options->library = find_library();
	options->colour = isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL;
}
