/* SPDX-License-Identifier: MIT */
#include "lesson.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <time.h>
#include <unistd.h>

static struct {
	const char *program, *about, *operands_help;
	double unit;
	int workers, default_workers; /* 0: the program has none to choose */
	uint64_t seed;
	int64_t start;
	const char *trace_path;
	hd_trace *trace;
	int operand_count;
	char **operands;
} lesson = {.unit = 1};

static void help(void)
{
	printf("usage: %s [options]%s%s\n%s\n\n", lesson.program,
	       lesson.operands_help ? " " : "",
	       lesson.operands_help ? lesson.operands_help : "", lesson.about);
	printf("  --unit SECONDS  how long the lesson's \"one second\" lasts (default "
	       "1)\n");
	if (lesson.default_workers == HD_DEFAULT_WORKERS)
		printf("  --workers N     threads of the pool (default: the "
		       "library's)\n");
	else if (lesson.default_workers)
		printf("  --workers N     threads of the pool (default %d)\n",
		       lesson.default_workers);
	else
		printf("  --workers N     taken, but this program has no pool\n");
	printf("  --trace FILE    write who ran what, and when: events as a table, or "
	       "for\n"
	       "                  Perfetto if FILE ends in .json\n"
	       "  --seed N        chance, the same every time (default: a new one each "
	       "run)\n"
	       "  --help          this text\n");
	exit(fflush(stdout) || ferror(stdout) ? 1 : 0);
}

static void HD_PRINTF(1, 2) wrong(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s: ", lesson.program);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputs(" (try --help)\n", stderr);
	exit(2);
}

static double number(const char *option, const char *text, double least, double most)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= least && value <= most))
		wrong("%s needs a number from %g to %g, not '%s'", option, least, most,
		      text);
	return value;
}

static long whole_number(const char *option, const char *text, long least, long most)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (end == text || *end || errno || value < least || value > most)
		wrong("%s needs a whole number from %ld to %ld, not '%s'", option, least,
		      most, text);
	return value;
}

static void take_option(const char *name, const char *value)
{
	if (!strcmp(name, "--unit"))
		lesson.unit = number(name, value, 0.0001, 3600);
	else if (!strcmp(name, "--workers"))
		lesson.workers = (int)whole_number(name, value, 1, 1000);
	else if (!strcmp(name, "--trace"))
		lesson.trace_path = value;
	else
		lesson.seed = (uint64_t)whole_number(name, value, 0, INT32_MAX);
}

static bool is_option(const char *text)
{
	static const char *const names[] = {"--unit", "--workers", "--trace", "--seed"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(text, names[i]))
			return true;
	return false;
}

/* Options come first, as "--name value" or "--name=value"; "--" ends them. */
static void read_options(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		char *equals = strchr(argv[i], '=');

		if (!strcmp(argv[i], "--")) {
			i++;
			break;
		}
		if (!strcmp(argv[i], "--help"))
			help();
		if (equals)
			*equals = '\0';
		if (!strcmp(argv[i], "--help"))
			wrong("--help takes no value");
		if (!is_option(argv[i]))
			wrong("there is no option '%s'", argv[i]);
		if (!equals && i + 1 == argc)
			wrong("%s needs a value", argv[i]);
		take_option(argv[i], equals ? equals + 1 : argv[i + 1]);
		i += !equals;
	}
	for (int late = i; late < argc; late++)
		if (argv[late][0] == '-')
			wrong("options come before anything else: '%s'", argv[late]);
	lesson.operand_count = argc - i;
	lesson.operands = argv + i;
	if (lesson.operand_count && !lesson.operands_help)
		wrong("nothing is known to do with '%s'", argv[i]);
}

/* A trace that cannot be written is better refused now than after the run. */
static void open_trace(void)
{
	FILE *file = fopen(lesson.trace_path, "a");

	if (!file)
		wrong("--trace cannot write '%s': %s", lesson.trace_path,
		      strerror(errno));
	fclose(file);
	must(hd_trace_new(&lesson.trace));
}

/* A descriptor of 0 to 2 that is closed would be given to the next file or socket that is
 * opened, and our lines would go there. */
static void fill_standard_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= 2);
	if (fd > 2)
		close(fd);
}

void lesson_begin(int argc, char **argv, const char *about, int workers,
		  const char *operands)
{
	char *slash = strrchr(argv[0], '/');

	fill_standard_descriptors();
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	lesson.program = slash ? slash + 1 : argv[0];
	lesson.about = about;
	lesson.workers = lesson.default_workers = workers;
	lesson.operands_help = operands;
	lesson.seed = (uint64_t)time(NULL) ^ (uint64_t)hd_now();
	read_options(argc, argv);
	if (lesson.trace_path)
		open_trace();
	lesson.start = hd_now();
}

int lesson_end(void)
{
	int status = 0;

	if (lesson.trace) {
		int code = hd_trace_write(lesson.trace, lesson.trace_path);

		if (code) {
			fprintf(stderr, "%s: --trace %s: %s: %s\n", lesson.program,
				lesson.trace_path, hd_strerror(code), strerror(errno));
			status = 1;
		}
		hd_trace_free(&lesson.trace);
	}
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "%s: cannot write the output: %s\n", lesson.program,
			strerror(errno));
		status = 1;
	}
	return status;
}

int lesson_workers(void)
{
	return lesson.workers;
}

double lesson_seconds(double units)
{
	return units * lesson.unit;
}

void lesson_sleep(double units)
{
	hd_sleep(units * lesson.unit);
}

double lesson_elapsed(void)
{
	return hd_seconds(hd_now() - lesson.start) / lesson.unit;
}

hd_trace *lesson_trace(void)
{
	return lesson.trace;
}

int lesson_operands(void)
{
	return lesson.operand_count;
}

const char *lesson_operand(int i)
{
	return lesson.operands[i];
}

/* SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): any
 * thread can have the i-th number without asking the others. */
double lesson_random(unsigned i)
{
	uint64_t z = lesson.seed + (i + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (double)(z >> 11) / (double)(UINT64_C(1) << 53);
}

/* A line goes to the system whole (lesson_begin asks for that), and in one call, so that in a
 * controlled schedule it is one step. */
void lesson_say(const char *format, ...)
{
	va_list args;
	char *line;
	int length;

	va_start(args, format);
	length = vasprintf(&line, format, args);
	va_end(args);
	must(length < 0 ? HD_ENOMEM : HD_OK);
	puts(line);
	free(line);
}

void lesson_must(int code, const char *call, const char *file, int line)
{
	if (code == HD_OK)
		return;
	fflush(stdout);
	fprintf(stderr, "%s: %s:%d: %s: %s (%s)\n", lesson.program, file, line, call,
		hd_strerror(code), hd_error_name(code));
	_exit(1); /* not exit: that would wait for tasks which may never end now */
}
