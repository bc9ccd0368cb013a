/* SPDX-License-Identifier: MIT */
#include "probe.h"

#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>

enum { LIMIT_SECONDS = 60, SKIPPED = 77 };

static char hang_message[200];
char probe_note[200];

/* -- running a case ------------------------------------------------------------------------- */

static void hang(int signal_number)
{
	(void)signal_number;
	if (write(STDERR_FILENO, hang_message, strlen(hang_message)) < 0 ||
	    write(STDERR_FILENO, probe_note, strlen(probe_note)) < 0)
		_exit(3);
	abort();
}

/* A sanitizer makes a program several times slower. */
#if defined(__SANITIZE_THREAD__)
enum { THREAD_SANITIZER = 1, SANITIZER = 1 };
#elif defined(__SANITIZE_ADDRESS__)
enum { THREAD_SANITIZER = 0, SANITIZER = 1 };
#elif defined(__has_feature)
enum {
	THREAD_SANITIZER = __has_feature(thread_sanitizer),
	SANITIZER = THREAD_SANITIZER || __has_feature(address_sanitizer)
};
#else
enum { THREAD_SANITIZER = 0, SANITIZER = 0 };
#endif

static double environment(const char *name, double otherwise)
{
	const char *text = getenv(name);
	double value = text ? strtod(text, NULL) : otherwise;

	return value > 0 ? value : otherwise;
}

/* Children of fork() do not inherit an alarm: they call this again. */
static void watch(void)
{
	signal(SIGALRM, hang);
	alarm((unsigned)(LIMIT_SECONDS * environment("PROBE_LIMIT", SANITIZER ? 2 : 1) +
			 0.5));
}

static int list(const probe_case *cases)
{
	for (; cases->name; cases++)
		printf("%s\t%s\n", cases->name, cases->about);
	return 0;
}

int probe_main(int argc, char **argv, const probe_case *cases)
{
	if (argc == 2 && !strcmp(argv[1], "--list"))
		return list(cases);
	for (; argc == 2 && cases->name; cases++) {
		if (strcmp(argv[1], cases->name) != 0)
			continue;
		snprintf(hang_message, sizeof hang_message, "hang in %s\n", cases->name);
		watch();
		cases->run();
		return 0;
	}
	fprintf(stderr, "usage: %s --list | CASE\n", argv[0]);
	return 2;
}

int probe_scaled(int n)
{
	int scaled = (int)(n * environment("PROBE_SCALE", SANITIZER ? 0.1 : 1));

	return scaled > 1 ? scaled : 1;
}

bool probe_sanitized(void)
{
	return SANITIZER;
}

int probe_fork(void (*body)(void))
{
	int status;
	pid_t child;

	if (THREAD_SANITIZER)
		probe_skip("ThreadSanitizer cannot follow threads of a forked child");
	fflush(NULL);
	child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		watch();
		body();
		fflush(NULL);
		_exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* -- checks --------------------------------------------------------------------------------- */

/* Leaves without the exit handlers: a worker may be blocked, and they would wait for it. */
void probe_fail(const char *file, int line, const char *format, ...)
{
	char text[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	fflush(stdout);
	fprintf(stderr, "%s:%d: %s%s%s\n", file, line, text, *probe_note ? ", at " : "",
		probe_note);
	_exit(1);
}

void probe_skip(const char *why)
{
	printf("%s\n", why);
	fflush(stdout);
	_exit(SKIPPED);
}

void probe_int(intmax_t actual, intmax_t expected, const char *what, const char *file,
	       int line)
{
	if (actual != expected)
		probe_fail(file, line, "%s is %jd, not %jd", what, actual, expected);
}

void probe_ptr(const void *actual, const void *expected, const char *what,
	       const char *file, int line)
{
	if (actual != expected)
		probe_fail(file, line, "%s is %p, not %p", what, actual, expected);
}

void probe_str(const char *actual, const char *expected, const char *what,
	       const char *file, int line)
{
	if (!actual || strcmp(actual, expected) != 0)
		probe_fail(file, line, "%s is \"%s\", not \"%s\"", what,
			   actual ? actual : "(null)", expected);
}

void probe_code(int actual, int expected, const char *call, const char *file, int line)
{
	if (actual != expected)
		probe_fail(file, line, "%s gives %s (%d), not %s (%d)", call,
			   hd_error_name(actual), actual, hd_error_name(expected),
			   expected);
}

void probe_within(double value, double least, double most, const char *what,
		  const char *file, int line)
{
	if (!(value >= least && value <= most))
		probe_fail(file, line, "%s is %g, not within %g and %g", what, value,
			   least, most);
}

/* -- gates, journals ------------------------------------------------------------------------ */

void gate_open(gate *g)
{
	pthread_mutex_lock(&g->lock);
	g->open = true;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
}

void gate_wait(gate *g)
{
	pthread_mutex_lock(&g->lock);
	while (!g->open)
		pthread_cond_wait(&g->changed, &g->lock);
	pthread_mutex_unlock(&g->lock);
}

bool gate_is_open(gate *g)
{
	bool open;

	pthread_mutex_lock(&g->lock);
	open = g->open;
	pthread_mutex_unlock(&g->lock);
	return open;
}

void gate_arrive(gate *g)
{
	pthread_mutex_lock(&g->lock);
	g->arrived++;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->lock);
}

void gate_await(gate *g, int arrivals)
{
	pthread_mutex_lock(&g->lock);
	while (g->arrived < arrivals)
		pthread_cond_wait(&g->changed, &g->lock);
	pthread_mutex_unlock(&g->lock);
}

int gate_arrived(gate *g)
{
	int arrived;

	pthread_mutex_lock(&g->lock);
	arrived = g->arrived;
	pthread_mutex_unlock(&g->lock);
	return arrived;
}

void journal_add(journal *j, const char *format, ...)
{
	size_t used;
	va_list args;

	pthread_mutex_lock(&j->lock);
	used = strlen(j->text);
	if (used && used + 1 < sizeof j->text)
		j->text[used++] = ' ';
	va_start(args, format);
	vsnprintf(j->text + used, sizeof j->text - used, format, args);
	va_end(args);
	pthread_mutex_unlock(&j->lock);
}

void probe_journal(journal *j, const char *expected, const char *file, int line)
{
	pthread_mutex_lock(&j->lock);
	probe_str(j->text, expected, "what happened", file, line);
	pthread_mutex_unlock(&j->lock);
}

/* -- threads -------------------------------------------------------------------------------- */

static void *run_runner(void *arg)
{
	runner *r = arg;
	void *result;

	r->tid = gettid();
	result = r->fn(r->arg);
	r->ended = true;
	return result;
}

void runner_start(runner *r, hd_fn *fn, void *arg)
{
	r->fn = fn;
	r->arg = arg;
	r->tid = 0;
	r->ended = false;
	CHECK_INT(pthread_create(&r->thread, NULL, run_runner, r), 0);
}

void *runner_join(runner *r)
{
	void *result;

	CHECK_INT(pthread_join(r->thread, &result), 0);
	return result;
}

/* The letter that the kernel shows for a thread: S when it sleeps, X when it is no more. */
static char thread_state(int tid)
{
	char path[64], line[400], *end;
	char state = 'X';
	FILE *file;

	snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
	file = fopen(path, "r");
	if (!file)
		return state;
	if (fgets(line, sizeof line, file)) {
		end = strrchr(line, ')');
		if (end && end[1] == ' ')
			state = end[2];
	}
	fclose(file);
	return state;
}

/* A thread that only waits for a lock for a moment is not asleep: look some times. */
void thread_asleep(int tid)
{
	for (int seen = 0; seen < 5;) {
		char state = thread_state(tid);

		if (state == 'X')
			return;
		seen = state == 'S' ? seen + 1 : 0;
		usleep(500);
	}
}

void runner_asleep(runner *r)
{
	while (!r->tid)
		usleep(100);
	thread_asleep(r->tid);
}

/* -- tasks and futures ---------------------------------------------------------------------- */

atomic_int drops, frees;

void *task_same(void *arg)
{
	return arg;
}

void *task_square(void *n)
{
	return PTR(INT(n) * INT(n));
}

void *task_fail(void *code)
{
	return hd_raise((int)INT(code), "failed with %d", (int)INT(code));
}

void *task_hold(void *arg)
{
	gate_arrive(arg);
	gate_wait(arg);
	return NULL;
}

void *task_count(void *count)
{
	atomic_fetch_add((atomic_int *)count, 1);
	return NULL;
}

void count_drop(void *arg)
{
	(void)arg;
	drops++;
}

void count_free(void *result)
{
	(void)result;
	frees++;
}

void *callback_count(hd_future *f, void *count)
{
	(void)f;
	atomic_fetch_add((atomic_int *)count, 1);
	return NULL;
}

hd_future *future_in(hd_state state)
{
	hd_future *f;
	bool run;

	OK(hd_future_new(&f));
	if (state == HD_CANCELLED || state == HD_CANCELLED_AND_NOTIFIED)
		CHECK(hd_future_cancel(f));
	if (state == HD_RUNNING || state == HD_CANCELLED_AND_NOTIFIED)
		OK(hd_future_set_running_or_notify_cancel(f, &run));
	if (state == HD_FINISHED)
		OK(hd_future_set_result(f, PTR(42), NULL));
	CHECK_INT(hd_future_state(f), state);
	return f;
}

hd_future *future_failed(int code, const char *message)
{
	hd_future *f;

	OK(hd_future_new(&f));
	OK(hd_future_set_exception(f, code, message, NULL, NULL));
	return f;
}

void *value_of(hd_future *f)
{
	void *value = NULL;

	OK(hd_future_result(f, HD_FOREVER, &value));
	return value;
}

hd_error failure_of(hd_future *f, int code)
{
	hd_error error = {0, NULL, NULL};

	CHECK_CODE(hd_future_result(f, HD_FOREVER, NULL), HD_EFAILED);
	OK(hd_future_exception(f, HD_FOREVER, &error));
	CHECK_INT(error.code, code);
	CHECK(error.message != NULL);
	return error;
}

hd_executor *executor_of(int workers)
{
	hd_executor *ex;

	OK(hd_executor_new_threads(workers, NULL, &ex));
	return ex;
}

void *run_in_task(hd_executor **executor, int workers, hd_fn *fn, void *arg)
{
	hd_future *f;
	void *value;

	*executor = executor_of(workers);
	f = submit(*executor, fn, arg);
	value = value_of(f);
	hd_future_unref(f);
	OK(hd_executor_free(executor));
	return value;
}

hd_future *submit(hd_executor *ex, hd_fn *fn, void *arg)
{
	hd_future *f;

	OK(hd_executor_submit(ex, fn, arg, &f));
	return f;
}

hd_executor *executor_held(gate *g)
{
	hd_executor *ex = executor_of(1);

	OK(hd_executor_submit(ex, task_hold, g, NULL));
	gate_await(g, 1);
	return ex;
}

double now(void)
{
	return hd_seconds(hd_now());
}
