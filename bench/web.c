/* SPDX-License-Identifier: MIT */
#include "web.h"

#include <errno.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "heddle.h"

/* -- asking ----------------------------------------------------------------------------------- */

static struct {
	pid_t pid;
	FILE *line; /* to its standard input and from its standard output */
	struct sockaddr_in address;
} server;

/* What is wrong with a connection is what the system says. */
static void *failed(int fd, const char *what)
{
	int code = errno;

	if (fd >= 0)
		close(fd);
	return hd_raise(code ? code : EPROTO, "%s: %s", what, strerror(code));
}

void *web_status(void *arg)
{
	static const char request[] =
		"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), status = 0;
	char text[512] = "";
	size_t used = 0;
	ssize_t count = 0;

	(void)arg;
	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&server.address, sizeof server.address))
		return failed(fd, "connect");
	if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != sizeof request - 1)
		return failed(fd, "send");
	while (used < sizeof text - 1 &&
	       (count = read(fd, text + used, sizeof text - 1 - used)) > 0)
		used += (size_t)count;
	if (count < 0)
		return failed(fd, "read");
	close(fd);
	if (sscanf(text, "HTTP/1.1 %d", &status) != 1)
		return hd_raise(EPROTO, "the server answered nonsense");
	return (void *)(intptr_t)status;
}

/* -- the server ------------------------------------------------------------------------------- */

/* This program once more, as the server.  One socket is its standard input and output: when we
 * go, its input ends. */
static bool start_server(long delay_ms)
{
	char name[] = "headlines", option[] = "--slow-server", delay[24];
	char *words[] = {name, option, delay, NULL};
	posix_spawn_file_actions_t files;
	int ends[2], port = 0;
	bool started;

	snprintf(delay, sizeof delay, "%ld", delay_ms);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return false;
	server.line = fdopen(ends[0], "r");
	if (!server.line || posix_spawn_file_actions_init(&files))
		bench_stop("there is no memory for a server");
	started =
		!posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO) &&
		!posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO) &&
		!posix_spawn(&server.pid, "/proc/self/exe", &files, NULL, words, environ);
	posix_spawn_file_actions_destroy(&files);
	close(ends[1]);
	if (started && fscanf(server.line, "%d", &port) == 1) {
		server.address =
			(struct sockaddr_in){.sin_family = AF_INET,
					     .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
					     .sin_port = htons((uint16_t)port)};
		return true;
	}
	fclose(server.line);
	if (started)
		waitpid(server.pid, NULL, 0);
	return false;
}

const char *web_open(long delay_ms)
{
	return start_server(delay_ms) ? NULL : "the slow server does not start";
}

void web_close(void)
{
	fclose(server.line);
	waitpid(server.pid, NULL, 0);
}
