/* SPDX-License-Identifier: MIT */
#include "addr2line.h"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PATIENCE_SECONDS = 20, TEXT = 4096, MOST_FRAMES = 100 };

/* An address that no function has: its answer ends that to the question before. */
#define NOWHERE "0xffffffffffffffff"

/* -- the process --------------------------------------------------------------------------- */

/* The environment without the servers from which debug information of other people's
 * libraries would be fetched; to be freed. */
static char **environment(void)
{
	size_t count = 0, kept = 0;
	char **copy;

	while (environ[count] != NULL)
		count++;
	copy = malloc((count + 1) * sizeof *copy);
	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (strncmp(environ[i], "DEBUGINFOD_URLS=", 16) != 0)
			copy[kept++] = environ[i];
	copy[kept] = NULL;
	return copy;
}

static bool spawn(pid_t *process, int fd, const char *module)
{
	const char *argv[] = {"addr2line", "-a", "-f", "-i", "-C", "-e", module, NULL};
	char **variables = environment();
	posix_spawn_file_actions_t actions;
	bool done;

	if (variables == NULL)
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
	done = posix_spawnp(process, argv[0], &actions, NULL, (char *const *)argv,
			    variables) == 0;
	posix_spawn_file_actions_destroy(&actions);
	free(variables);
	return done;
}

/* A socket, not a pipe: writing to one whose reader has ended is an error, not a signal. */
static void start(struct addr2line *lines, const char *module)
{
	struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
	int ends[2];

	lines->started = true;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return;
	setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	lines->fd = ends[0];
	if (spawn(&lines->process, ends[1], module))
		lines->answers = fdopen(ends[0], "r");
	close(ends[1]);
	if (lines->answers == NULL)
		close(ends[0]);
}

void addr2line_stop(struct addr2line *lines)
{
	if (lines->answers != NULL)
		fclose(lines->answers);
	if (lines->process > 0) {
		kill(lines->process, SIGKILL);
		waitpid(lines->process, NULL, 0);
	}
	*lines = (struct addr2line){.started = true};
}

/* -- questions ----------------------------------------------------------------------------- */

static bool read_line(struct addr2line *lines, char *text)
{
	if (fgets(text, TEXT, lines->answers) == NULL)
		return false;
	text[strcspn(text, "\n")] = '\0';
	return true;
}

static bool send_question(struct addr2line *lines, uint64_t address)
{
	char text[64];
	int length = snprintf(text, sizeof text, "%#llx\n" NOWHERE "\n",
			      (unsigned long long)address);

	return send(lines->fd, text, (size_t)length, MSG_NOSIGNAL) == length;
}

/* "/home/me/file.c:12 (discriminator 3)" in two parts; path NULL if it is "??". */
static void split(char *text, const char **path, unsigned *line)
{
	char *colon = strrchr(text, ':');

	*path = NULL;
	*line = 0;
	if (colon == NULL || strncmp(text, "??", 2) == 0)
		return;
	*colon = '\0';
	*line = (unsigned)strtoul(colon + 1, NULL, 10);
	*path = text;
}

/* The answer is the address, two lines for each function, then the same for NOWHERE. */
static bool read_answer(struct addr2line *lines, addr2line_frame *frame, void *context)
{
	char function[TEXT], place[TEXT];
	const char *path;
	unsigned line;

	if (!read_line(lines, function))
		return false;
	for (unsigned i = 0; i < MOST_FRAMES; i++) {
		if (!read_line(lines, function))
			return false;
		if (strcmp(function, NOWHERE) == 0)
			return read_line(lines, function) && read_line(lines, place);
		if (!read_line(lines, place))
			return false;
		split(place, &path, &line);
		frame(context, strcmp(function, "??") != 0 ? function : NULL, path, line);
	}
	return false;
}

void addr2line_ask(struct addr2line *lines, const char *module, uint64_t address,
		   addr2line_frame *frame, void *context)
{
	if (!lines->started)
		start(lines, module);
	if (lines->answers == NULL)
		return;
	if (!send_question(lines, address) || !read_answer(lines, frame, context))
		addr2line_stop(lines);
}
