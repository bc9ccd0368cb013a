/* SPDX-License-Identifier: MIT */
/* Traces: the events table and the Chrome trace, by hand and by executors. */
#include "probe.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { COLUMNS = 10 };
enum { RUN, TASK, LABEL, WORKER, SUBMIT, START, END, CALLBACK, STATE, RANK };
static const char *const column_names[COLUMNS] = {
	"run",	    "task",   "label",	     "worker", "submit_ns",
	"start_ns", "end_ns", "callback_ns", "state",  "finish_rank"};

struct table {
	char text[60000], *row[400][COLUMNS];
	int rows, header_lines;
};

static void path_of(char *path, size_t size, const char *name)
{
	const char *folder = getenv("BATS_TEST_TMPDIR");

	snprintf(path, size, "%s/heddle-%d-%s", folder ? folder : "/tmp", (int)getpid(),
		 name);
}

static void read_all(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");
	size_t length;

	CHECK(file != NULL);
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	fclose(file);
	unlink(path);
}

static void split(char *line, char **field)
{
	for (int i = 0; i < COLUMNS; i++) {
		field[i] = line;
		line = strchr(line, '\t');
		CHECK((line != NULL) == (i + 1 < COLUMNS));
		if (line)
			*line++ = '\0';
	}
}

/* Writes the trace and takes the table apart. */
static void read_table(hd_trace *trace, struct table *t)
{
	char path[300], *line, *save = NULL, *names[COLUMNS];
	bool named = false;

	path_of(path, sizeof path, "trace.tsv");
	OK(hd_trace_write(trace, path));
	read_all(path, t->text, sizeof t->text);
	t->rows = t->header_lines = 0;
	for (line = strtok_r(t->text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (line[0] == '#') {
			CHECK(strstr(line, ": ") != NULL);
			t->header_lines++;
		} else if (!named) {
			split(line, names);
			for (int i = 0; i < COLUMNS; i++)
				CHECK_STR(names[i], column_names[i]);
			named = true;
		} else {
			split(line, t->row[t->rows++]);
		}
	}
	CHECK(named);
	CHECK(t->header_lines > 0);
}

static double number(const struct table *t, int row, int column)
{
	return strtod(t->row[row][column], NULL);
}

static struct table table;

static void by_hand(void)
{
	hd_trace *trace;
	hd_trace_row a, b;

	OK(hd_trace_new(&trace));
	a = hd_trace_submit(trace, "first");
	b = hd_trace_submit(trace, NULL);
	hd_trace_start(trace, b, "worker_1");
	hd_trace_end(trace, b, "finished");
	hd_trace_callback(trace, b);
	hd_trace_start(trace, a, "worker_0");
	hd_trace_end(trace, a, "failed");
	hd_trace_start(trace, a, "worker_2");
	hd_trace_end(trace, a, "finished");
	read_table(trace, &table);
	CHECK_INT(table.rows, 2);
	CHECK_STR(table.row[0][LABEL], "first");
	CHECK_STR(table.row[0][WORKER], "worker_0");
	CHECK_STR(table.row[0][STATE], "failed");
	CHECK_STR(table.row[0][CALLBACK], "nan");
	CHECK(strstr(table.row[1][LABEL], "task ") == table.row[1][LABEL]);
	CHECK_STR(table.row[1][STATE], "finished");
	CHECK_STR(table.row[0][RANK], "2");
	CHECK_STR(table.row[1][RANK], "1");
	CHECK(number(&table, 0, SUBMIT) <= number(&table, 1, SUBMIT));
	CHECK(number(&table, 1, SUBMIT) <= number(&table, 1, START));
	CHECK(number(&table, 1, START) <= number(&table, 1, END));
	CHECK(number(&table, 1, END) <= number(&table, 1, CALLBACK));
	hd_trace_free(&trace);
	CHECK_PTR(trace, NULL);
	hd_trace_free(&trace);
}

static void unfinished(void)
{
	hd_trace *trace;

	OK(hd_trace_new(&trace));
	read_table(trace, &table);
	CHECK_INT(table.rows, 0);
	hd_trace_submit(trace, "waits");
	hd_trace_start(trace, hd_trace_submit(trace, "runs"), "w");
	read_table(trace, &table);
	CHECK_INT(table.rows, 2);
	CHECK_STR(table.row[0][START], "nan");
	CHECK_STR(table.row[0][END], "nan");
	CHECK_STR(table.row[1][END], "nan");
	CHECK(!isnan(number(&table, 1, START)));
	hd_trace_free(&trace);
}

static void lost_rows(void)
{
	hd_trace *trace;

	OK(hd_trace_new(&trace));
	hd_trace_start(trace, HD_TRACE_LOST, "w");
	hd_trace_end(trace, HD_TRACE_LOST, "finished");
	hd_trace_callback(trace, HD_TRACE_LOST);
	read_table(trace, &table);
	CHECK_INT(table.rows, 0);
	hd_trace_free(&trace);
}

static void of_executor(void)
{
	hd_executor_options options = {.thread_name_prefix = "Loom"};
	hd_task task = {.fn = task_same, .label = "labelled"};
	hd_executor *ex;
	hd_future *f[4];
	atomic_int calls = 0;
	gate g = GATE;

	OK(hd_trace_new(&options.trace));
	OK(hd_executor_new_threads(1, &options, &ex));
	f[0] = submit(ex, task_hold, &g);
	gate_await(&g, 1);
	OK(hd_executor_submit_task(ex, &task, &f[1]));
	f[2] = submit(ex, task_fail, PTR(1));
	f[3] = submit(ex, task_same, NULL);
	OK(hd_future_add_done_callback(f[1], callback_count, &calls));
	CHECK(hd_future_cancel(f[3]));
	gate_open(&g);
	OK(hd_executor_free(&ex));
	read_table(options.trace, &table);
	CHECK_INT(table.rows, 4);
	CHECK_STR(table.row[1][LABEL], "labelled");
	CHECK_STR(table.row[0][WORKER], "Loom_0");
	CHECK(!isnan(number(&table, 1, CALLBACK)));
	CHECK(isnan(number(&table, 0, CALLBACK)));
	CHECK(isnan(number(&table, 3, START)));
	CHECK(strcmp(table.row[0][STATE], "finished") == 0);
	CHECK(strcmp(table.row[2][STATE], table.row[0][STATE]) != 0);
	CHECK(strstr(table.row[3][STATE], "cancelled") != NULL);
	CHECK(number(&table, 0, END) <= number(&table, 1, START));
	CHECK(number(&table, 0, RANK) < number(&table, 1, RANK));
	hd_trace_free(&options.trace);
	for (int i = 0; i < 4; i++)
		hd_future_unref(f[i]);
}

static void *square_0(void *n)
{
	return task_square(n);
}

/* Catches: rows in finishing order, rows lost, times that run backwards. */
static void of_many_tasks(void)
{
	hd_executor_options options = {.trace = NULL};
	hd_executor *ex;

	OK(hd_trace_new(&options.trace));
	OK(hd_executor_new_threads(4, &options, &ex));
	for (int i = 0; i < 300; i++)
		OK(hd_executor_submit(ex, square_0, PTR(i), NULL));
	OK(hd_executor_free(&ex));
	read_table(options.trace, &table);
	CHECK_INT(table.rows, 300);
	for (int i = 0; i < 300; i++) {
		CHECK_STR(table.row[i][STATE], "finished");
		CHECK(number(&table, i, SUBMIT) <= number(&table, i, START));
		CHECK(number(&table, i, START) <= number(&table, i, END));
		CHECK(i == 0 ||
		      number(&table, i - 1, SUBMIT) <= number(&table, i, SUBMIT));
	}
	hd_trace_free(&options.trace);
}

static void freed_first(void)
{
	hd_executor_options options = {.trace = NULL};
	hd_executor *ex;

	OK(hd_trace_new(&options.trace));
	OK(hd_executor_new_threads(2, &options, &ex));
	hd_trace_free(&options.trace);
	for (int i = 0; i < 10; i++)
		OK(hd_executor_submit(ex, task_same, NULL, NULL));
	OK(hd_executor_free(&ex));
}

static void of_serial_and_pool(void)
{
	hd_executor_options options = {.trace = NULL};
	hd_executor *ex;
	hd_pool *pool;

	OK(hd_trace_new(&options.trace));
	OK(hd_executor_new_serial(&options, &ex));
	OK(hd_pool_new(2, &options, &pool));
	OK(hd_executor_submit(ex, task_same, NULL, NULL));
	OK(hd_pool_map(pool, task_same, hd_range(0, 8), 2, NULL, NULL));
	OK(hd_executor_free(&ex));
	OK(hd_pool_free(&pool));
	read_table(options.trace, &table);
	CHECK_INT(table.rows, 1 + 4);
	hd_trace_free(&options.trace);
}

/* A queued task that somebody settles ends there. */
static void settled_by_hand(void)
{
	hd_executor_options options = {.trace = NULL};
	hd_executor *ex;
	hd_future *f;
	gate g = GATE;

	OK(hd_trace_new(&options.trace));
	OK(hd_executor_new_threads(1, &options, &ex));
	OK(hd_executor_submit(ex, task_hold, &g, NULL));
	f = submit(ex, task_same, NULL);
	OK(hd_future_set_exception(f, 5, NULL, NULL, NULL));
	hd_future_unref(f);
	read_table(options.trace, &table);
	CHECK_STR(table.row[1][STATE], "failed");
	CHECK_STR(table.row[1][RANK], "1");
	gate_open(&g);
	OK(hd_executor_free(&ex));
	hd_trace_free(&options.trace);
}

/* Labels are the user's: they may not break the table. */
static void wild_labels(void)
{
	hd_trace *trace;

	OK(hd_trace_new(&trace));
	hd_trace_submit(trace, "tab\there");
	hd_trace_submit(trace, "line\nend");
	hd_trace_submit(trace, "\"quoted\" \\ \x01");
	hd_trace_submit(trace, "");
	read_table(trace, &table);
	CHECK_INT(table.rows, 4);
	CHECK_STR(table.row[0][LABEL], "tab\\there");
	CHECK_STR(table.row[1][LABEL], "line\\nend");
	CHECK_STR(table.row[2][LABEL], "\"quoted\" \\\\ \\x01");
	CHECK_STR(table.row[3][LABEL], "-");
	hd_trace_free(&trace);
}

static void cannot_write(void)
{
	hd_trace *trace;

	OK(hd_trace_new(&trace));
	errno = 0;
	CHECK_CODE(hd_trace_write(trace, "/no/such/folder/trace.tsv"), HD_EIO);
	CHECK_INT(errno, ENOENT);
	CHECK_CODE(hd_trace_write(trace, "/no/such/folder/trace.json"), HD_EIO);
	CHECK_INT(errno, ENOENT);
	if (access("/dev/full", W_OK) == 0) {
		for (int i = 0; i < 1000; i++)
			hd_trace_submit(trace, "a label that fills the disk");
		errno = 0;
		CHECK_CODE(hd_trace_write(trace, "/dev/full"), HD_EIO);
		CHECK_INT(errno, ENOSPC);
	}
	hd_trace_free(&trace);
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit = {bytes, RLIM_INFINITY};

	CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Catches: a file that is emptied before the new one is known to be written, and a half
 * written one that stays beside it. */
static void failed_write_keeps_file(void)
{
	char folder[300], path[340];
	hd_trace *trace;

	path_of(folder, sizeof folder, "folder");
	CHECK_INT(mkdir(folder, 0700), 0);
	snprintf(path, sizeof path, "%s/trace.tsv", folder);
	OK(hd_trace_new(&trace));
	OK(hd_trace_write(trace, path));
	for (int i = 0; i < 1000; i++)
		hd_trace_submit(trace, "one of many rows");
	signal(SIGXFSZ, SIG_IGN);
	limit_files(2000);
	CHECK_CODE(hd_trace_write(trace, path), HD_EIO);
	CHECK_INT(errno, EFBIG);
	limit_files(RLIM_INFINITY);
	read_all(path, table.text, sizeof table.text);
	CHECK(table.text[0] == '#');
	CHECK(!strstr(table.text, "one of many rows"));
	CHECK_INT(rmdir(folder), 0);
	hd_trace_free(&trace);
}

static void skip_blank(const char **p)
{
	*p += strspn(*p, " \t\r\n");
}

static void skip_value(const char **p);

static void skip_string(const char **p)
{
	CHECK(*(*p)++ == '"');
	while (**p != '"') {
		CHECK((unsigned char)**p >= 0x20);
		if (*(*p)++ == '\\') {
			CHECK(**p && strchr("\"\\/bfnrtu", **p));
			(*p)++;
		}
	}
	(*p)++;
}

static void skip_members(const char **p, char end)
{
	(*p)++;
	skip_blank(p);
	while (**p != end) {
		if (end == '}') {
			skip_string(p);
			skip_blank(p);
			CHECK(*(*p)++ == ':');
		}
		skip_value(p);
		CHECK(**p == ',' || **p == end);
		if (**p == ',') {
			(*p)++;
			skip_blank(p);
			CHECK(**p != end);
		}
	}
	(*p)++;
}

/* A JSON value (RFC 8259), or the case fails. */
static void skip_value(const char **p)
{
	size_t length;

	skip_blank(p);
	if (**p == '{') {
		skip_members(p, '}');
	} else if (**p == '[') {
		skip_members(p, ']');
	} else if (**p == '"') {
		skip_string(p);
	} else {
		length = strspn(*p, "+-.0123456789eEtrufalsn");
		CHECK(length > 0);
		CHECK(strncmp(*p, "nan", 3) != 0);
		*p += length;
	}
	skip_blank(p);
}

static void chrome_json(void)
{
	static char text[200000];
	hd_executor_options options = {.trace = NULL};
	hd_task task = {.fn = task_same, .label = "\"quoted\" \\ \t \x01 label"};
	hd_executor *ex;
	hd_future *f;
	gate g = GATE;
	char path[300];
	const char *p = text;

	OK(hd_trace_new(&options.trace));
	OK(hd_executor_new_threads(2, &options, &ex));
	for (int i = 0; i < 20; i++)
		OK(hd_executor_submit_task(ex, &task, NULL));
	OK(hd_executor_submit(ex, task_hold, &g, NULL));
	OK(hd_executor_submit(ex, task_hold, &g, NULL));
	gate_await(&g, 2);
	f = submit(ex, task_same, NULL);
	CHECK(hd_future_cancel(f));
	hd_future_unref(f);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	hd_trace_submit(options.trace, "never started");
	path_of(path, sizeof path, "trace.json");
	OK(hd_trace_write(options.trace, path));
	read_all(path, text, sizeof text);
	CHECK(strstr(text, "quoted") != NULL);
	skip_value(&p);
	CHECK_STR(p, "");
	hd_trace_free(&options.trace);
}

static const probe_case cases[] = {
	CASE(by_hand, "rows by hand, in submission order, with ranks"),
	CASE(unfinished, "times that did not come are nan"),
	CASE(lost_rows, "a lost row is let be"),
	CASE(of_executor, "an executor's tasks: label, worker, state, callback"),
	CASE(of_many_tasks, "300 tasks on four workers"),
	CASE(freed_first, "the trace may be freed first"),
	CASE(of_serial_and_pool, "a serial executor and a pool trace too"),
	CASE(settled_by_hand, "a task that is settled by hand ends there"),
	CASE(wild_labels, "labels cannot break the table"),
	CASE(cannot_write, "a file that cannot be written is an error"),
	CASE(chrome_json, "the Chrome trace is JSON, whatever the labels"),
	CASE(failed_write_keeps_file, "a write that fails leaves the old file"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
