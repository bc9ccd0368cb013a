/* SPDX-License-Identifier: MIT */
#include "whence.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "outside.h"
#include "system.h"

/* Whether this run was at both ends of a connection. */
static bool connected, accepted;

static int option(int fd, int name)
{
	int answer = 0;
	socklen_t size = sizeof answer;

	system_call(SYS_getsockopt, fd, SOL_SOCKET, name, &answer, &size);
	return answer;
}

/* Both ends of a pair of sockets, or of a connection by a local name, know who made them. */
static bool peer_is_this_process(int fd)
{
	struct ucred peer = {0};
	socklen_t size = sizeof peer;

	return system_call(SYS_getsockopt, fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) ==
		       0 &&
	       peer.pid == (pid_t)system_call(SYS_getpid);
}

enum whence whence_of(int fd, const struct channel *channel)
{
	if (channel->inherited)
		return FROM_PEOPLE;
	if (outside_has_children())
		return FROM_CHILDREN;
	if (!S_ISSOCK(channel->mode))
		return FROM_INSIDE;
	if (option(fd, SO_ACCEPTCONN) != 0)
		return FROM_ANYBODY;
	if (peer_is_this_process(fd))
		return FROM_INSIDE;
	return option(fd, SO_TYPE) == SOCK_DGRAM ? FROM_ANYBODY : FROM_STRANGERS;
}

enum whence whence_now(enum whence whence)
{
	switch (whence) {
	case FROM_ANYBODY:
		return connected ? FROM_LOOPBACK : whence;
	case FROM_STRANGERS:
		return connected && accepted ? FROM_LOOPBACK : whence;
	case FROM_CHILDREN:
		return outside_has_children() ? whence : FROM_INSIDE;
	default:
		return whence;
	}
}

/* Small pieces are not held back until others were acknowledged, which would take real time:
 * what is sent within the process is there at once. */
static void send_at_once(int fd)
{
	int yes = 1;

	system_call(SYS_setsockopt, fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void whence_connected(int fd)
{
	connected = true;
	send_at_once(fd);
}

void whence_accepted(int fd)
{
	accepted = true;
	send_at_once(fd);
}
