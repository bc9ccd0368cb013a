/* SPDX-License-Identifier: MIT */
/* The file of a trace: made whole beside its name, then renamed, so that nobody ever reads
 * half of one. */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include "heddle/thread.h"

/* -- what is said about the machine ------------------------------------------------------ */

static void fact_number(FILE *out, hd_trace_fact *fact, const char *key, size_t value)
{
	char text[32];

	snprintf(text, sizeof text, "%zu", value);
	fact(out, key, text);
}

static void fact_date(FILE *out, hd_trace_fact *fact)
{
	char text[sizeof "2000-01-01T00:00:00Z"] = "unknown";
	time_t now = time(NULL);
	struct tm utc;

	if (gmtime_r(&now, &utc))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
	fact(out, "date", text);
}

static void fact_cpu(FILE *out, hd_trace_fact *fact)
{
	FILE *info = fopen("/proc/cpuinfo", "re");
	char line[256], model[256] = "unknown";

	while (info && fgets(line, sizeof line, info))
		if (sscanf(line, "model name : %255[^\n]", model) == 1)
			break;
	if (info)
		fclose(info);
	fact(out, "cpu", model);
}

static void fact_kernel(FILE *out, hd_trace_fact *fact)
{
	char text[3 * sizeof((struct utsname *)0)->release] = "unknown";
	struct utsname system;

	if (!uname(&system))
		snprintf(text, sizeof text, "%s %s %s", system.sysname, system.release,
			 system.machine);
	fact(out, "kernel", text);
}

/* The words of the command, with blanks between them. */
static void fact_command(FILE *out, hd_trace_fact *fact)
{
	FILE *words = fopen("/proc/self/cmdline", "re");
	char text[4096] = "";
	size_t length = words ? fread(text, 1, sizeof text - 1, words) : 0;

	if (words)
		fclose(words);
	while (length && !text[length - 1])
		length--;
	for (size_t i = 0; i < length; i++)
		if (!text[i])
			text[i] = ' ';
	fact(out, "command", length ? text : "unknown");
}

void hd_trace_facts(const struct hd_trace_snapshot *snapshot, FILE *out,
		    hd_trace_fact *fact)
{
	fact(out, "format", "heddle-events/1");
	fact_date(out, fact);
	fact_cpu(out, fact);
	fact_number(out, fact, "cpus_allowed", (size_t)hd_cpu_count());
	fact_kernel(out, fact);
#ifdef __GLIBC__
	{
		char text[64];

		snprintf(text, sizeof text, "glibc %s", gnu_get_libc_version());
		fact(out, "libc", text);
	}
#else
	fact(out, "libc", "unknown");
#endif
#ifdef __clang__
	fact(out, "compiler", __VERSION__);
#else
	fact(out, "compiler", "gcc " __VERSION__);
#endif
	fact(out, "clock", "CLOCK_MONOTONIC, since the trace was made");
	fact_command(out, fact);
	fact_number(out, fact, "rows", snapshot->count);
	fact_number(out, fact, "rows_lost", snapshot->lost);
}

/* -- the table of events ----------------------------------------------------------------- */

/* A text that stays in its column and on its line. */
static void put_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\t')
			fputs("\\t", out);
		else if (c == '\n')
			fputs("\\n", out);
		else if (c == '\\')
			fputs("\\\\", out);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\x%02x", c);
		else
			putc(c, out);
	}
}

static void put_fact(FILE *out, const char *key, const char *value)
{
	fprintf(out, "# %s: ", key);
	put_text(out, value);
	putc('\n', out);
}

static void put_number(FILE *out, int64_t value)
{
	if (value == HD_TRACE_NEVER)
		fputs("\tnan", out);
	else
		fprintf(out, "\t%lld", (long long)value);
}

static void put_record(FILE *out, size_t task, const struct hd_trace_record *record)
{
	fprintf(out, "1\t%zu\t", task);
	if (record->label)
		put_text(out, *record->label ? record->label : "-");
	else
		fprintf(out, "task %zu", task);
	putc('\t', out);
	put_text(out, record->worker && *record->worker ? record->worker : "-");
	put_number(out, record->submit);
	put_number(out, record->start);
	put_number(out, record->end);
	put_number(out, record->callback);
	putc('\t', out);
	put_text(out, hd_trace_state(record));
	put_number(out, record->finish_rank);
	putc('\n', out);
}

static int put_table(const struct hd_trace_snapshot *snapshot, FILE *out)
{
	hd_trace_facts(snapshot, out, put_fact);
	fputs("run\ttask\tlabel\tworker\tsubmit_ns\tstart_ns\tend_ns\tcallback_"
	      "ns\tstate\t"
	      "finish_rank\n",
	      out);
	for (size_t i = 0; i < snapshot->count; i++)
		put_record(out, i + 1, &snapshot->records[i]);
	return HD_OK;
}

/* -- the file ------------------------------------------------------------------------------ */

/* What to return when errno says why. */
static int system_error(void)
{
	return errno == ENOMEM ? HD_ENOMEM : HD_EIO;
}

static bool ends_in(const char *path, const char *ending)
{
	size_t length = strlen(path), tail = strlen(ending);

	return length >= tail && !strcmp(path + length - tail, ending);
}

/* Fills and closes out.  On failure errno says why. */
static int fill(const struct hd_trace_snapshot *snapshot, const char *path, FILE *out)
{
	int code = ends_in(path, ".json") ? hd_trace_write_chrome(snapshot, out)
					  : put_table(snapshot, out);
	int why = code ? ENOMEM : 0;

	errno = 0;
	if (!code && (fflush(out) || ferror(out)))
		why = errno ? errno : EIO;
	if (fclose(out) && !why)
		why = errno;
	errno = why;
	return why ? system_error() : HD_OK;
}

/* A device, a pipe, a link: something that must not be replaced. */
static int write_through(const struct hd_trace_snapshot *snapshot, const char *path)
{
	FILE *out = fopen(path, "we");

	return out ? fill(snapshot, path, out) : system_error();
}

/* Opens a new file beside path and writes its name to name.  The mode is the usual one, of
 * which the umask takes its share; mkstemp would make it private. */
static FILE *open_beside(const char *path, char *name, size_t size)
{
	static atomic_uint number;
	FILE *out;
	int fd, why;

	do {
		snprintf(name, size, "%s.%ld-%u.tmp", path, (long)getpid(),
			 atomic_fetch_add(&number, 1));
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	} while (fd < 0 && errno == EEXIST);
	if (fd < 0)
		return NULL;
	out = fdopen(fd, "w");
	if (out)
		return out;
	why = errno;
	close(fd);
	unlink(name);
	errno = why;
	return NULL;
}

static int write_beside(const struct hd_trace_snapshot *snapshot, const char *path)
{
	size_t size = strlen(path) + sizeof ".tmp" + 64;
	char *name = malloc(size);
	FILE *out;
	int code, why;

	if (!name)
		return HD_ENOMEM;
	out = open_beside(path, name, size);
	if (!out) {
		code = system_error();
		goto free_name;
	}
	code = fill(snapshot, path, out);
	if (!code && rename(name, path))
		code = system_error();
	if (code) {
		why = errno;
		unlink(name);
		errno = why;
	}
free_name:
	why = errno;
	free(name);
	errno = why;
	return code;
}

int hd_trace_write(hd_trace *trace, const char *path)
{
	struct hd_trace_snapshot snapshot;
	struct stat there;
	int why, code = hd_trace_snapshot(trace, &snapshot);

	if (code)
		return code;
	if (lstat(path, &there) || S_ISREG(there.st_mode))
		code = write_beside(&snapshot, path);
	else
		code = write_through(&snapshot, path);
	why = errno;
	free(snapshot.records);
	errno = why;
	return code;
}
