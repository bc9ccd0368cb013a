/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "elf.h"
#include "runner.h"

/* Descriptors in the program, out of the way of its own. */
enum { BOARD_FD = 1000, ORDERS_FD, ANSWERS_FD, LIBRARY_FD };

enum { HANDSHAKE_MS = 10000, GRACE_MS = 2000, INPUT_MS = 200 };

void die(const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	fputs("explore: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(2);
}

static int memory_file(const char *name)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	if (fd < 0)
		die("cannot make a memory file: %s", strerror(errno));
	return fd;
}

static bool readable(int fd, int milliseconds)
{
	struct pollfd poller = {.fd = fd, .events = POLLIN};
	int n;

	do
		n = poll(&poller, 1, milliseconds);
	while (n < 0 && errno == EINTR);
	return n > 0;
}

/* -- the program's side, between fork and exec --------------------------------------------- */

/* All threads of a run on one processor: the one that we are on, or so many further. */
static void pin(int further)
{
	cpu_set_t allowed, one;
	int cpu = sched_getcpu();

	if (cpu < 0 || sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return;
	further %= CPU_COUNT(&allowed);
	while (!CPU_ISSET(cpu, &allowed) || further-- > 0)
		cpu = (cpu + 1) % CPU_SETSIZE;
	while (!CPU_ISSET(cpu, &allowed))
		cpu = (cpu + 1) % CPU_SETSIZE;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof one, &one);
}

/* What is piped into explore is kept, so that every run reads it from its start; a pipe that
 * has nothing to say for a moment is taken for an empty one. */
static void keep_input(void)
{
	static char buffer[1 << 16];
	struct stat about;
	char path[64];
	ssize_t got;
	int kept, again;

	if (fstat(STDIN_FILENO, &about) != 0 ||
	    !(S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode)))
		return;
	kept = memory_file("explore-input");
	while (readable(STDIN_FILENO, INPUT_MS)) {
		got = read(STDIN_FILENO, buffer, sizeof buffer);
		if (got <= 0)
			break;
		if (write(kept, buffer, (size_t)got) != got)
			die("cannot keep what is piped in: %s", strerror(errno));
	}
	/* Read-only, and from its start: each run then opens it for itself. */
	snprintf(path, sizeof path, "/proc/self/fd/%d", kept);
	again = open(path, O_RDONLY);
	if (again < 0 || dup2(again, STDIN_FILENO) < 0)
		die("cannot keep what is piped in: %s", strerror(errno));
	close(again);
	close(kept);
}

/* The path in a form that LD_PRELOAD takes: spaces and colons separate paths there. */
static const char *preloadable(const char *library)
{
	static char path[64];
	int fd;

	if (strpbrk(library, " :") == NULL)
		return library;
	fd = open(library, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || dup2(fd, LIBRARY_FD) < 0)
		return library;
	snprintf(path, sizeof path, "/proc/self/fd/%d", LIBRARY_FD);
	return path;
}

static void set_environment(const char *library)
{
	const char *others = getenv("LD_PRELOAD");
	char *preload;
	char fds[64];

	snprintf(fds, sizeof fds, "%d,%d,%d", BOARD_FD, ORDERS_FD, ANSWERS_FD);
	if (asprintf(&preload, "%s%s%s", preloadable(library), others != NULL ? ":" : "",
		     others != NULL ? others : "") < 0)
		_exit(127);
	setenv("LD_PRELOAD", preload, 1);
	/* Functions are looked up once, and not again in each run. */
	setenv("LD_BIND_NOW", "1", 1);
	setenv(EXPLORE_VARIABLE, fds, 1);
}

static void become_program(const struct runner *runner, int memory, int orders,
			   int answers)
{
	const struct options *options = runner->options;

	if (dup2(memory, BOARD_FD) < 0 || dup2(orders, ORDERS_FD) < 0 ||
	    dup2(answers, ANSWERS_FD) < 0)
		die("cannot hand descriptors to the program: %s (ulimit -n is to be "
		    "above %d)",
		    strerror(errno), ANSWERS_FD);
	if (runner->output >= 0) {
		dup2(runner->output, STDOUT_FILENO);
		dup2(runner->output, STDERR_FILENO);
	}
	signal(SIGPIPE, SIG_DFL);
	personality(ADDR_NO_RANDOMIZE);
	pin(runner->cpu);
	set_environment(options->library);
	execvp(options->program[0], options->program);
	_exit(127);
}

/* -- starting and stopping ----------------------------------------------------------------- */

static bool answered(const struct runner *runner, struct answer *answer)
{
	return read(runner->answers, answer, sizeof *answer) == sizeof *answer;
}

static void shake_hands(struct runner *runner)
{
	struct answer answer;

	if (!readable(runner->answers, HANDSHAKE_MS)) {
		kill(runner->server, SIGKILL);
		die("%s did not come to its main within %d s",
		    runner->options->program[0], HANDSHAKE_MS / 1000);
	}
	if (!answered(runner, &answer) || runner->board->report.version != BOARD_VERSION)
		die("%s never took up the connection with explore: it ended before its "
		    "main, or "
		    "runs without the library (a program that has privileges does)",
		    runner->options->program[0]);
}

void runner_start(struct runner *runner, const struct options *options, int cpu)
{
	const char *refusal = elf_refusal(options->program[0]);
	int memory = memory_file("explore-board");
	int orders[2], answers[2];

	if (refusal != NULL)
		die("%s", refusal);
	keep_input();
	*runner = (struct runner){.options = options, .cpu = cpu, .output = -1};
	if (!options->pass_output)
		runner->output = memory_file("explore-output");
	if (ftruncate(memory, sizeof *runner->board) != 0 ||
	    pipe2(orders, O_CLOEXEC) != 0 || pipe2(answers, O_CLOEXEC) != 0)
		die("cannot connect to a program: %s", strerror(errno));
	runner->board = mmap(NULL, sizeof *runner->board, PROT_READ | PROT_WRITE,
			     MAP_SHARED, memory, 0);
	if (runner->board == MAP_FAILED)
		die("cannot map a memory file: %s", strerror(errno));
	fflush(NULL);
	runner->server = fork();
	if (runner->server < 0)
		die("cannot start a process: %s", strerror(errno));
	if (runner->server == 0)
		become_program(runner, memory, orders[0], answers[1]);
	close(memory);
	close(orders[0]);
	close(answers[1]);
	runner->orders = orders[1];
	runner->answers = answers[0];
	shake_hands(runner);
}

void runner_stop(struct runner *runner)
{
	close(runner->orders);
	close(runner->answers);
	if (runner->output >= 0)
		close(runner->output);
	waitpid(runner->server, NULL, 0);
	munmap(runner->board, sizeof *runner->board);
}

/* -- one run ------------------------------------------------------------------------------- */

void runner_prepare(struct runner *runner)
{
	const struct options *options = runner->options;
	struct order *order = &runner->board->order;

	order->depth = options->depth;
	order->steps_limit = options->steps;
	order->accesses_limit = options->accesses;
	order->busy_fails = options->busy_fails;
	order->spurious = options->spurious;
	order->adversarial = options->time == TIME_ADVERSARIAL ||
			     (options->exhaustive && options->time == TIME_BOTH);
	order->weak = options->weak;
	order->races_matter = (uint8_t)options->races;
	order->leaks_matter = (uint8_t)options->leaks;
	order->status_matters = !options->any_status;
	order->want_frames = 0;
	order->pass_output = options->pass_output;
	order->every_access = options->every_access;
	order->moves = order->prefix = order->sleepers = 0;
}

static void clear_report(struct report *report)
{
	uint32_t version = report->version, instrumented = report->instrumented;

	for (uint32_t i = 0; i < report->threads && i < MAX_REPORTED; i++)
		memset(&report->thread[i], 0, sizeof report->thread[i]);
	memset(report, 0, offsetof(struct report, text));
	report->text[0] = report->where[0] = '\0';
	report->version = version;
	report->instrumented = instrumented;
}

static void empty_output(const struct runner *runner)
{
	if (runner->output >= 0) {
		if (ftruncate(runner->output, 0) != 0)
			die("cannot empty a memory file: %s", strerror(errno));
		lseek(runner->output, 0, SEEK_SET);
	}
}

void runner_begin(struct runner *runner)
{
	clear_report(&runner->board->report);
	empty_output(runner);
	if (write(runner->orders, "", 1) != 1)
		die("the program does not listen any more: %s", strerror(errno));
}

static void refuse(struct report *report, const char *why)
{
	report->verdict = VERDICT_UNCONTROLLED;
	snprintf(report->where, sizeof report->where, "%s", why);
	report->finished = 1;
}

/* No answer for so long: the run is asked where it is, and then ended. */
static void end_by_force(struct runner *runner)
{
	struct report *report = &runner->board->report;

	if (report->child > 0 && !report->finished)
		kill(report->child, SIGRTMAX - 1);
	if (readable(runner->answers, GRACE_MS))
		return;
	if (report->child > 0)
		kill(report->child, SIGKILL);
	if (!report->finished)
		refuse(report,
		       "a run that came to no end and to no step within --timeout");
}

/* The program can write on the board, too; nobody reads beyond it. */
static void clamp(struct report *report)
{
	struct limit {
		uint32_t *count, most;
	} limits[] = {
		{&report->events, MAX_EVENTS},	 {&report->moves, MAX_MOVES},
		{&report->races, MAX_RACES},	 {&report->racy_found, 2 * MAX_RACES},
		{&report->objects, MAX_OBJECTS}, {&report->blocks, MAX_BLOCKS},
		{&report->threads, 1 << 16},
	};

	for (unsigned i = 0; i < sizeof limits / sizeof limits[0]; i++)
		if (*limits[i].count > limits[i].most)
			*limits[i].count = limits[i].most;
	if (report->verdict >= VERDICTS)
		report->verdict = VERDICT_UNCONTROLLED;
	report->text[sizeof report->text - 1] = '\0';
	report->where[sizeof report->where - 1] = '\0';
}

void runner_finish(struct runner *runner)
{
	struct report *report = &runner->board->report;
	struct answer answer;

	/* A run that waits for another process, or for a person, may take its time. */
	while (!readable(runner->answers, (int)runner->options->timeout * 1000))
		if (!report->outside) {
			end_by_force(runner);
			break;
		}
	if (!answered(runner, &answer))
		die("%s ended outside of a run", runner->options->program[0]);
	if (answer.pid < 0)
		die("the program cannot be forked: out of processes or of memory");
	clamp(report);
	if (report->finished)
		return;
	if (WIFSIGNALED(answer.status)) {
		report->verdict = VERDICT_CRASH;
		report->status = WTERMSIG(answer.status);
		snprintf(report->text, sizeof report->text, "killed by signal %d (%s)",
			 report->status, strsignal(report->status));
	} else {
		refuse(report, "a program that ends by a raw system call");
	}
}

void runner_run(struct runner *runner)
{
	runner_begin(runner);
	runner_finish(runner);
}

bool runner_learn(struct runner *runner)
{
	struct order *order = &runner->board->order;
	const struct report *report = &runner->board->report;
	bool learned = false;

	for (uint32_t i = 0; i < report->racy_found; i++) {
		uint64_t pc = report->racy_new[i];
		uint32_t at = hash_of_pc(pc);

		while (order->racy[at] != 0 && order->racy[at] != pc)
			at = (at + 1) & (MAX_RACY - 1);
		if (order->racy[at] == pc || order->racy_count >= MAX_RACY / 2)
			continue;
		order->racy[at] = pc;
		order->racy_count++;
		learned = true;
	}
	return learned;
}

char *runner_output(struct runner *runner, size_t *size)
{
	off_t end = runner->output >= 0 ? lseek(runner->output, 0, SEEK_END) : 0;
	char *text = malloc((size_t)end + 1);
	ssize_t got;

	if (text == NULL)
		die("out of memory");
	got = end > 0 ? pread(runner->output, text, (size_t)end, 0) : 0;
	*size = got > 0 ? (size_t)got : 0;
	text[*size] = '\0';
	return text;
}
