/* SPDX-License-Identifier: MIT */
#include "slow_server.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char reply[] = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
static struct timespec delay;

static void need(bool succeeded, const char *what)
{
	if (succeeded)
		return;
	fprintf(stderr, "slow_server: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Up to the empty line that ends a request. */
static bool read_request(int fd)
{
	char text[4096];
	size_t used = 0;

	while (used < sizeof text - 1) {
		ssize_t count = read(fd, text + used, sizeof text - 1 - used);

		if (count <= 0)
			return false;
		used += (size_t)count;
		text[used] = '\0';
		if (strstr(text, "\r\n\r\n"))
			return true;
	}
	return false;
}

/* MSG_NOSIGNAL: who asked may be gone, and that is no reason to end. */
static void *answer(void *arg)
{
	int fd = (int)(intptr_t)arg;

	if (read_request(fd)) {
		nanosleep(&delay, NULL);
		send(fd, reply, sizeof reply - 1, MSG_NOSIGNAL);
	}
	close(fd);
	return NULL;
}

static void accept_one(int listener)
{
	int fd = accept(listener, NULL, NULL);
	pthread_t thread;

	if (fd < 0)
		return;
	if (pthread_create(&thread, NULL, answer, (void *)(intptr_t)fd))
		close(fd);
	else
		pthread_detach(thread);
}

/* This machine and nobody else. */
static int listen_on_loopback(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	need(fd >= 0, "socket");
	need(!bind(fd, (struct sockaddr *)&address, size) && !listen(fd, SOMAXCONN) &&
		     !getsockname(fd, (struct sockaddr *)&address, &size),
	     "listen");
	printf("%d\n", ntohs(address.sin_port));
	need(!fflush(stdout), "standard output");
	return fd;
}

int slow_server(const char *milliseconds)
{
	struct pollfd watched[] = {{.fd = STDIN_FILENO, .events = POLLIN},
				   {.events = POLLIN}};
	char *end;
	long ms = strtol(milliseconds, &end, 10);

	if (end == milliseconds || *end || ms < 0 || ms > 60000) {
		fprintf(stderr,
			"slow_server: '%s': it is a number of milliseconds, 0 to 60000\n",
			milliseconds);
		return 2;
	}
	delay.tv_sec = ms / 1000;
	delay.tv_nsec = ms % 1000 * 1000000;
	watched[1].fd = listen_on_loopback();
	for (;;) {
		need(poll(watched, 2, -1) >= 0 || errno == EINTR, "poll");
		if (watched[0].revents)
			return 0;
		if (watched[1].revents)
			accept_one(watched[1].fd);
	}
}
