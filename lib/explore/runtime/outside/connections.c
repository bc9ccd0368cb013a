/* SPDX-License-Identifier: MIT */
/* connections - the calls that connect sockets, accept and end connections.
 */
#include <errno.h>
#include <sys/socket.h>

#include "descriptors.h"
#include "point.h"
#include "real.h"
#include "system.h"

struct name {
	const struct sockaddr *address;
	socklen_t length;
};

static ssize_t try_to_connect(int fd, size_t unused, const void *what)
{
	const struct name *name = what;

	(void)unused;
	return real.connect(fd, name->address, name->length);
}

/* The other end has more callers than it listens to, or is far away. */
static int await_connection(int fd, uint64_t pc)
{
	struct pollfd asked = {.fd = fd, .events = POLLOUT};
	struct waiting waiting = {.fds = &asked,
				  .count = 1,
				  .what = "to be connected by",
				  .fd = fd,
				  .whence = FROM_STRANGERS};
	int code = 0;
	socklen_t size = sizeof code;

	waiting_turn(&waiting, 0, pc);
	system_call(SYS_getsockopt, fd, SOL_SOCKET, SO_ERROR, &code, &size);
	return code == 0 ? 0 : descriptors_failed(code);
}

/* Answered within the process, a connection is there at once, before it is accepted. */
static int connect_by_turns(int fd, const struct name *name, uint64_t pc)
{
	struct channel channel = channel_of(fd);

	descriptors_pass(fd, pc);
	if (channel.nonblocking)
		return real.connect(fd, name->address, name->length);
	while (descriptors_without_waiting(fd, try_to_connect, 0, name) != 0) {
		if (errno == EINPROGRESS)
			return await_connection(fd, pc);
		if (errno != EAGAIN)
			return -1;
		descriptors_drained_turn(fd, "to be accepted on", pc);
	}
	return 0;
}

INTERPOSED int connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t length)
{
	struct name name = {address.__sockaddr__, length};
	int result;

	if (!descriptors_controlled())
		return real.connect(fd, name.address, length);
	result = connect_by_turns(fd, &name, CALL_PC());
	if (result == 0 || errno == EINPROGRESS)
		whence_connected(fd);
	return (int)descriptors_told(fd, result);
}

/* How many may wait to be accepted is a hint.  With room for all, no connection within the
 * process has to be tried again by the network, which would take seconds of real time. */
INTERPOSED int listen(int fd, int length)
{
	if (point_controls() != NULL && length < SOMAXCONN)
		length = SOMAXCONN;
	return RARE(listen)(fd, length);
}

static int accept_any(int fd, struct sockaddr *address, socklen_t *length, int flags,
		      uint64_t pc)
{
	int accepted;

	if (!descriptors_read_turn(fd, pc))
		return descriptors_failed(EAGAIN);
	accepted = real.accept4(fd, address, length, flags);
	if (accepted >= 0 && descriptors_controlled())
		whence_accepted(accepted);
	return (int)descriptors_heard(fd, accepted);
}

INTERPOSED int accept(int fd, __SOCKADDR_ARG address, socklen_t *length)
{
	return accept_any(fd, address.__sockaddr__, length, 0, CALL_PC());
}

INTERPOSED int accept4(int fd, __SOCKADDR_ARG address, socklen_t *length, int flags)
{
	return accept_any(fd, address.__sockaddr__, length, flags, CALL_PC());
}

INTERPOSED int shutdown(int fd, int how)
{
	descriptors_pass(fd, CALL_PC());
	return (int)descriptors_told(fd, RARE(shutdown)(fd, how));
}
