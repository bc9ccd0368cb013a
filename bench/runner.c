/* SPDX-License-Identifier: MIT */
/* runner - the part of a measuring program that takes the time.
 *
 * With --serve it reads orders, a line each, fields with tabs between them, and answers:
 *
 *	list                        has BENCH for each, then ok
 *	open BENCH PARAMS WORKERS   ok | skip WHY | fail WHY
 *	run REPEATS                 [bucket INDEX COUNT ...] sample OPS WALL CPU VCSW IVCSW NOTE
 *	                            | fail WHY
 *	close                       ok
 *
 * A run does the work REPEATS times untimed and REPEATS times timed; a bench that counts bytes
 * does it once, as what the first time has left behind is no growth the second time.  After a
 * fail the next order may come, unless the program has ended with it (bench_stop).  The end of
 * the input is the end of the program.
 *
 * HEDDLE_BENCH_SLOWDOWN=10 makes every sample ten percent longer than it was: to see whether
 * the method finds it.
 */
#include "bench.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "histogram.h"

enum { LINE = 1024 };
enum { MOST_TASKS = 1000000000, MOST_WORKERS = 1024, MOST_REPEATS = 1000000000 };

static struct {
	const char *impl;
	bool serves; /* somebody reads the answers from standard output */
	const struct bench *benches, *open;
	int64_t recorded, timed, bytes; /* of the present call; below 0: not said */
	char failure[256];
	double slowdown;
	struct histogram histogram;
} runner;

int64_t bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

void bench_record(int64_t ns)
{
	runner.recorded = (runner.recorded < 0 ? 0 : runner.recorded) + ns;
	histogram_add(&runner.histogram, ns);
}

void bench_timed(int64_t ns)
{
	runner.timed = (runner.timed < 0 ? 0 : runner.timed) + ns;
}

void bench_bytes(int64_t bytes)
{
	runner.bytes = (runner.bytes < 0 ? 0 : runner.bytes) + (bytes < 0 ? 0 : bytes);
}

void bench_fail(const char *format, ...)
{
	va_list args;

	if (*runner.failure)
		return;
	va_start(args, format);
	vsnprintf(runner.failure, sizeof runner.failure, format, args);
	va_end(args);
}

/* An answer is one line, and has a tab only between its fields. */
static void answer(const char *word, const char *why)
{
	printf("%s\t", word);
	for (; *why; why++)
		putchar((unsigned char)*why < ' ' ? ' ' : *why);
	putchar('\n');
}

/* Not exit: that would wait for threads which may wait for this one. */
void bench_stop(const char *format, ...)
{
	char why[256];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof why, format, args);
	va_end(args);
	if (runner.serves)
		answer("fail", why);
	else
		fprintf(stderr, "%s: %s\n", runner.impl, why);
	fflush(stdout);
	_exit(1);
}

/* -- numbers ---------------------------------------------------------------------------------- */

/* Is the text a whole number from least to most, and nothing else, up to its end? */
static bool whole(const char *text, const char *end, long least, long most, long *value)
{
	char *stop;

	errno = 0;
	*value = strtol(text, &stop, 10);
	return stop > text && stop == end && !errno && *value >= least && *value <= most;
}

static bool whole_text(const char *text, long least, long most, long *value)
{
	return whole(text, text + strlen(text), least, most, value);
}

/* Parameters are words NAME=NUMBER with a space between them; "-" stands for none. */
static bool well_formed(const char *params)
{
	long value;

	if (!*params || !strcmp(params, "-"))
		return true;
	for (const char *p = params;; p++) {
		const char *end = p + strcspn(p, " "), *equals = p + strcspn(p, " =");

		if (equals == p || *equals != '=' ||
		    !whole(equals + 1, end, LONG_MIN, LONG_MAX, &value))
			return false;
		p = end;
		if (!*p)
			return true;
	}
}

long bench_param(const struct bench_case *c, const char *name, long otherwise)
{
	size_t length = strlen(name);

	for (const char *p = c->params; p && *p; p = strchr(p, ' '), p = p ? p + 1 : p)
		if (!strncmp(p, name, length) && p[length] == '=')
			return strtol(p + length + 1, NULL, 10);
	return otherwise;
}

/* The kernel counts for itself in smaps_rollup; what statm says may be some pages a thread
 * behind. */
int64_t bench_resident(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long long kilobytes = -1;

	while (file && kilobytes < 0 && fgets(line, sizeof line, file))
		if (sscanf(line, "Rss: %lld kB", &kilobytes) != 1)
			kilobytes = -1;
	if (file)
		fclose(file);
	if (kilobytes < 0)
		bench_stop("/proc/self/smaps_rollup does not say what memory is in use");
	return kilobytes * 1024;
}

/* -- one sample ------------------------------------------------------------------------------- */

struct sample {
	long ops;
	int64_t wall, cpu;
	int64_t whole; /* with what is not timed */
	long vcsw, ivcsw;
};

static int64_t cpu_ns(const struct rusage *usage)
{
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * INT64_C(1000000000) +
	       (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) * INT64_C(1000);
}

static void burn(int64_t ns)
{
	int64_t end = bench_now() + ns;

	while (bench_now() < end)
		continue;
}

/* Does the work that many times; false: the bench failed. */
static bool measure(long repeats, struct sample *sample)
{
	struct rusage before, after;
	int64_t start, wall;

	runner.recorded = runner.timed = runner.bytes = -1;
	histogram_clear(&runner.histogram);
	sample->ops = 0;
	getrusage(RUSAGE_SELF, &before);
	start = bench_now();
	for (long i = 0; i < repeats && !*runner.failure; i++)
		sample->ops += runner.open->once();
	wall = sample->whole = bench_now() - start;
	if (runner.slowdown > 0)
		burn((int64_t)((double)wall * runner.slowdown));
	if (runner.recorded >= 0 || runner.timed >= 0)
		wall = (runner.recorded < 0 ? 0 : runner.recorded) +
		       (runner.timed < 0 ? 0 : runner.timed);
	getrusage(RUSAGE_SELF, &after);
	sample->wall = wall + (int64_t)((double)wall * runner.slowdown);
	sample->cpu = cpu_ns(&after) - cpu_ns(&before);
	sample->vcsw = after.ru_nvcsw - before.ru_nvcsw;
	sample->ivcsw = after.ru_nivcsw - before.ru_nivcsw;
	if (!*runner.failure && sample->ops <= 0)
		bench_fail("%s did nothing", runner.open->name);
	return !*runner.failure;
}

static const struct bench *find(const char *name)
{
	for (const struct bench *b = runner.benches; b->name; b++)
		if (!strcmp(b->name, name))
			return b;
	return NULL;
}

/* NULL, or why it cannot be opened; *fault says whether that is a fault rather than a lack. */
static const char *open_bench(const char *name, const char *params, const char *workers,
			      bool *fault)
{
	static struct bench_case c; /* a bench may keep its address */
	const struct bench *b = find(name);
	long count;
	const char *why;

	*fault = false;
	if (!b)
		return "it has no such bench";
	*fault = true;
	if (!well_formed(params))
		return "parameters are words NAME=NUMBER with a space between them";
	c.params = params;
	c.n = bench_param(&c, "n", 1);
	if (c.n < 1 || c.n > MOST_TASKS)
		return "n is a number from 1 to 1000000000";
	if (!whole_text(workers, 1, MOST_WORKERS, &count))
		return "workers is a number from 1 to 1024";
	c.workers = (int)count;
	*runner.failure = '\0';
	why = b->open(&c);
	if (!why)
		runner.open = b;
	*fault = false;
	return why;
}

static void close_bench(void)
{
	if (runner.open)
		runner.open->close();
	runner.open = NULL;
}

/* -- orders ----------------------------------------------------------------------------------- */

static void serve_run(const char *arguments)
{
	struct sample s;
	long repeats;

	if (!runner.open) {
		answer("fail", "nothing is open");
		return;
	}
	if (!arguments || !whole_text(arguments, 1, MOST_REPEATS, &repeats)) {
		answer("fail", "run needs how often, from 1 to 1000000000");
		return;
	}
	if (!measure(repeats, &s) || (runner.bytes < 0 && !measure(repeats, &s))) {
		answer("fail", runner.failure);
		*runner.failure = '\0';
		return;
	}
	for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (runner.histogram.counts[i])
			printf("bucket\t%d\t%" PRIu64 "\n", i,
			       runner.histogram.counts[i]);
	printf("sample\t%ld\t%" PRId64 "\t%" PRId64 "\t%ld\t%ld\t", s.ops, s.wall, s.cpu,
	       s.vcsw, s.ivcsw);
	if (runner.bytes >= 0)
		printf("bytes=%" PRId64 "\n", runner.bytes);
	else
		printf("-\n");
}

static void serve_open(char *arguments)
{
	char *name = strsep(&arguments, "\t"), *params = strsep(&arguments, "\t");
	static char kept[LINE];
	const char *why;
	bool fault;

	close_bench();
	if (!params || !arguments) {
		answer("fail",
		       "open needs a bench, its parameters, the number of workers");
		return;
	}
	memcpy(kept, params, strlen(params) + 1);
	why = open_bench(name, kept, arguments, &fault);
	if (why)
		answer(fault ? "fail" : "skip", why);
	else
		printf("ok\n");
}

static void obey(char *line)
{
	char *rest = line, *order = strsep(&rest, "\t");

	if (!strcmp(order, "list")) {
		for (const struct bench *b = runner.benches; b->name; b++)
			printf("has\t%s\n", b->name);
		printf("ok\n");
	} else if (!strcmp(order, "open")) {
		serve_open(rest);
	} else if (!strcmp(order, "run")) {
		serve_run(rest);
	} else if (!strcmp(order, "close")) {
		close_bench();
		printf("ok\n");
	} else {
		answer("fail", "the orders are list, open, run, close");
	}
}

/* The next order, without its end of line.  One that is too long comes as an empty one, which
 * is refused, and its rest does not count as another. */
static bool next_order(char *line)
{
	size_t length;
	int c;

	if (!fgets(line, LINE, stdin))
		return false;
	length = strcspn(line, "\n");
	if (length == LINE - 1) {
		do
			c = getchar();
		while (c != '\n' && c != EOF);
		length = 0;
	}
	line[length] = '\0';
	return true;
}

/* The status of the program, after all that it had to say has been said. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "%s: standard output cannot be written: %s\n", runner.impl,
		strerror(errno));
	return 1;
}

static int serve(void)
{
	char line[LINE];
	int status = 0;

	runner.serves = true;
	while (!status && next_order(line)) {
		obey(line);
		status = finish(0);
	}
	close_bench();
	if (ferror(stdin)) {
		fprintf(stderr, "%s: standard input cannot be read: %s\n", runner.impl,
			strerror(errno));
		return 1;
	}
	return status;
}

/* -- by hand ---------------------------------------------------------------------------------- */

static void list(FILE *file, const char *program)
{
	fprintf(file,
		"usage: %s BENCH [PARAM=NUMBER ...] [workers=2]\nbenches:", program);
	for (const struct bench *b = runner.benches; b->name; b++)
		fprintf(file, " %s", b->name);
	fprintf(file, "\n");
}

static int by_duration(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* So many nanoseconds or fewer took that part of the operations, to within a bucket. */
static int64_t quantile(double part)
{
	uint64_t all = 0, seen = 0;
	int i;

	for (i = 0; i < HISTOGRAM_BUCKETS; i++)
		all += runner.histogram.counts[i];
	for (i = 0; i < HISTOGRAM_BUCKETS - 1; i++) {
		seen += runner.histogram.counts[i];
		if ((double)seen >= part * (double)all)
			break;
	}
	return histogram_low(i + 1) - 1;
}

static void print(const char *name, double *ns, int samples, long ops)
{
	if (runner.bytes >= 0) {
		printf("%s %s: %.1f bytes each\n", runner.impl, name,
		       (double)runner.bytes / (double)ops);
		return;
	}
	qsort(ns, (size_t)samples, sizeof *ns, by_duration);
	printf("%s %s: median %.1f ns, %.1f to %.1f, %d samples of %ld operations\n",
	       runner.impl, name, ns[samples / 2], ns[0], ns[samples - 1], samples, ops);
	if (runner.recorded >= 0)
		printf("the last sample's: half of them within %" PRId64
		       " ns, nine of ten within %" PRId64 " ns\n",
		       quantile(0.5), quantile(0.9));
}

/* A sample takes at least four milliseconds; where most of the time is not timed, the whole of
 * it is not made longer than fifty. */
static bool long_enough(const struct sample *s)
{
	return s->wall >= 4000000 || s->whole >= 25000000;
}

/* Eleven samples; of bytes a single one, as in serve_run. */
static int show(const char *name)
{
	enum { SAMPLES = 11 };
	double ns[SAMPLES];
	struct sample s;
	long repeats = 1;
	bool well = measure(repeats, &s);

	while (well && runner.bytes < 0 && measure(repeats, &s) && !long_enough(&s) &&
	       repeats < 1 << 24)
		repeats *= 2;
	for (int i = 0; i < SAMPLES && runner.bytes < 0 && !*runner.failure; i++)
		if (measure(repeats, &s))
			ns[i] = (double)s.wall / (double)s.ops;
	if (*runner.failure) {
		fprintf(stderr, "%s %s: %s\n", runner.impl, name, runner.failure);
		return 1;
	}
	print(name, ns, SAMPLES, s.ops);
	return 0;
}

static int by_hand(int argc, char **argv)
{
	char params[LINE] = "";
	const char *workers = "2", *why;
	bool fault;
	int status;

	for (int i = 2; i < argc; i++) {
		size_t used = strlen(params);

		if (!strncmp(argv[i], "workers=", 8))
			workers = argv[i] + 8;
		else if (used + strlen(argv[i]) + 2 < sizeof params)
			sprintf(params + used, "%s%s", used ? " " : "", argv[i]);
		else
			bench_stop("these are too many parameters");
	}
	why = open_bench(argv[1], params, workers, &fault);
	if (why) {
		fprintf(stderr, "%s %s: %s\n", runner.impl, argv[1], why);
		list(stderr, argv[0]);
		return 2;
	}
	status = show(argv[1]);
	close_bench();
	return status;
}

/* HEDDLE_BENCH_SLOWDOWN as a part of one; below 0: that is no percentage. */
static double slowdown(void)
{
	const char *text = getenv("HEDDLE_BENCH_SLOWDOWN");
	char *end;
	double percent;

	if (!text)
		return 0;
	percent = strtod(text, &end);
	if (end == text || *end || !(percent >= 0 && percent <= 1000))
		return -1;
	return percent / 100;
}

int bench_main(int argc, char **argv, const char *impl, const struct bench *benches)
{
	runner.impl = impl;
	runner.benches = benches;
	runner.slowdown = slowdown();
	if (runner.slowdown < 0) {
		fprintf(stderr,
			"%s: HEDDLE_BENCH_SLOWDOWN='%s': it is a percentage, 0 to 1000\n",
			impl, getenv("HEDDLE_BENCH_SLOWDOWN"));
		return 2;
	}
	if (argc == 2 && !strcmp(argv[1], "--serve"))
		return serve();
	if (argc < 2 || !strcmp(argv[1], "--help")) {
		list(stdout, argv[0]);
		return finish(0);
	}
	return finish(by_hand(argc, argv));
}
