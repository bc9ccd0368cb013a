/* SPDX-License-Identifier: MIT */
/* E40: many hosts are pinged at once; each is printed when its ping program has ended. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lesson.h"

/* None of them leaves this machine: the last is the broadcast address, which ping refuses
 * before it sends anything. */
static const char *const at_home[] = {"127.0.0.1", "127.0.0.2", "localhost",
				      "255.255.255.255"};

#define DEADLINE 10 /* units; ping wants whole seconds, at least one */
#define A_DAY	 86400.0

struct target {
	const char *host;
	double took; /* real seconds; the task writes it, the end of the task publishes it */
};

/* What the program gets: no terminal to write on, and no signal blocked, whatever the
 * worker blocks.  It stays in our process group, so that Ctrl-C reaches it as well. */
static int prepare(posix_spawn_file_actions_t *files, posix_spawnattr_t *attributes)
{
	sigset_t none;
	int code;

	sigemptyset(&none);
	if ((code = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDWR, 0)) ||
	    (code = posix_spawn_file_actions_adddup2(files, 0, 1)) ||
	    (code = posix_spawn_file_actions_adddup2(files, 0, 2)) ||
	    (code = posix_spawnattr_setsigmask(attributes, &none)))
		return code;
	return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK);
}

/* Starts ping without a shell: the host is one word, whatever is in it, and after "--" it
 * is never an option.  0, or an errno code. */
static int start_ping(const char *host, pid_t *pid)
{
	char deadline[16];
	/* clang-format off */
	const char *words[] = {"ping", "-q",           /* not a line for each packet, */
	                       "-c", "3", "-i", "0.2", /* of which there are three, */
	                       "-w", deadline,         /* and patience has an end */
	                       "--", host, NULL};
	/* clang-format on */
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int code;

	snprintf(deadline, sizeof deadline, "%.0f",
		 fmin(ceil(lesson_seconds(DEADLINE)), A_DAY));
	if ((code = posix_spawn_file_actions_init(&files)))
		return code;
	if ((code = posix_spawnattr_init(&attributes)))
		goto destroy_files;
	if (!(code = prepare(&files, &attributes)))
		code = posix_spawnp(pid, "ping", &files, &attributes,
				    (char *const *)words, environ);
	posix_spawnattr_destroy(&attributes);
destroy_files:
	posix_spawn_file_actions_destroy(&files);
	return code;
}

/* The task: ping's exit status is its result.  A host that does not answer is no failure
 * of the task; a ping that cannot be run is. */
static void *ping(void *arg)
{
	struct target *target = arg;
	int64_t start = hd_now();
	int status, code;
	pid_t pid;

	if ((code = start_ping(target->host, &pid)))
		return hd_raise(code, "%s", strerror(code));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return hd_raise(errno, "waitpid: %s", strerror(errno));
	target->took = hd_seconds(hd_now() - start);
	if (!WIFEXITED(status))
		return hd_raise(EINTR, "a signal ended it");
	return (void *)(intptr_t)WEXITSTATUS(status);
}

static void submit_all(hd_executor *ex, struct target *targets, hd_future **futures,
		       int count)
{
	for (int i = 0; i < count; i++) {
		hd_task task = {
			.fn = ping,
			.arg = &targets[i],
			.user_data = &targets[i],
			.label = targets[i].host,
		};

		must(hd_executor_submit_task(ex, &task, &futures[i]));
	}
}

static void print(const char *host, const hd_error *error, intptr_t status)
{
	if (error->code)
		lesson_say("failed -> %s (%s)", host, error->message);
	else if (status)
		lesson_say("failed -> %s (%s)", host,
			   status == 1 ? "no answer" : "ping could not ask");
	else
		lesson_say("OK -> %s", host);
}

/* Prints each host when it is done.  False when there is no ping to run. */
static bool print_as_completed(hd_future **futures, int count)
{
	bool found = true;
	hd_as_completed *it;
	hd_future *f;

	must(hd_as_completed_new(futures, (size_t)count, HD_FOREVER, &it));
	while (found && hd_as_completed_next(it, &f) == HD_OK) {
		const struct target *target = hd_future_user_data(f);
		void *status = NULL;
		hd_error error;

		must(hd_future_exception(f, 0, &error));
		if (!error.code)
			must(hd_future_result(f, 0, &status));
		found = error.code != ENOENT;
		if (found)
			print(target->host, &error, (intptr_t)status);
	}
	hd_as_completed_free(&it);
	return found;
}

/* Returns the exit status. */
static int run(struct target *targets, int count)
{
	hd_executor_options options = {.trace = lesson_trace()};
	hd_future **futures = calloc((size_t)count, sizeof *futures);
	int64_t start = hd_now();
	double elapsed, sum = 0;
	hd_executor *ex;
	bool found;

	must(futures ? HD_OK : HD_ENOMEM);
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	submit_all(ex, targets, futures, count);
	found = print_as_completed(futures, count);
	must(hd_executor_free(&ex));
	elapsed = hd_seconds(hd_now() - start);
	for (int i = 0; i < count; i++) {
		sum += targets[i].took;
		hd_future_unref(futures[i]);
	}
	free(futures);
	if (!found) {
		fprintf(stderr, "pinging: there is no ping here; "
				"install the package iputils-ping\n");
		return 1;
	}
	lesson_say("elapsed %.2f second(s)", elapsed);
	lesson_say("one after the other: %.2f seconds", sum);
	return lesson_end();
}

/* The hosts that were given, or this machine by several names. */
static struct target *new_targets(int given, int count)
{
	struct target *targets = calloc((size_t)count, sizeof *targets);

	must(targets ? HD_OK : HD_ENOMEM);
	for (int i = 0; i < count; i++) {
		targets[i].host = given ? lesson_operand(i) : at_home[i];
		if (targets[i].host[0] != '-')
			continue;
		fprintf(stderr, "pinging: no host is called '%s'; options come first\n",
			targets[i].host);
		exit(2);
	}
	return targets;
}

int main(int argc, char **argv)
{
	int given, count, status;
	struct target *targets;

	lesson_begin(argc, argv,
		     "Pings many hosts at once, and prints each as it answers.\n"
		     "Without a host it pings this machine.",
		     HD_DEFAULT_WORKERS, "[HOST...]");
	given = lesson_operands();
	count = given ? given : (int)(sizeof at_home / sizeof *at_home);
	targets = new_targets(given, count);
	status = run(targets, count);
	free(targets);
	return status;
}
