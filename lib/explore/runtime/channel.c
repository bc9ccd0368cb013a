/* SPDX-License-Identifier: MIT */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "object.h"
#include "outside.h"
#include "system.h"

enum { SOCKETS = 1, MAX_CHANNELS = 64, STANDARD = 3 };

static struct known {
	dev_t device;
	ino_t inode;
	struct object clock; /* only to hold what was told */
} known[MAX_CHANNELS];
static unsigned known_count = SOCKETS + 1;

static struct {
	dev_t device;
	ino_t inode;
} begun_with[STANDARD];

/* Whether this run was at both ends of a connection. */
static bool connected, accepted;

static bool look(int fd, struct stat *status)
{
	int saved_errno = errno;
	bool open = fstat(fd, status) == 0;

	errno = saved_errno;
	return open;
}

void channel_begin(void)
{
	struct stat status;

	for (int fd = 0; fd < STANDARD; fd++) {
		if (!look(fd, &status))
			continue;
		begun_with[fd].device = status.st_dev;
		begun_with[fd].inode = status.st_ino;
	}
}

static unsigned number_of(const struct stat *status)
{
	if (S_ISSOCK(status->st_mode))
		return SOCKETS;
	for (unsigned i = SOCKETS + 1; i < known_count; i++)
		if (known[i].inode == status->st_ino && known[i].device == status->st_dev)
			return i;
	if (known_count == MAX_CHANNELS)
		return 0;
	known[known_count].device = status->st_dev;
	known[known_count].inode = status->st_ino;
	return known_count++;
}

struct channel channel_of(int fd)
{
	struct channel channel = {0};
	struct stat status;

	if (!look(fd, &status))
		return channel;
	channel.number = number_of(&status);
	/* Descriptors such as an eventfd have no type of file; their mode is still not 0. */
	channel.mode = status.st_mode;
	channel.nonblocking = (system_call(SYS_fcntl, fd, F_GETFL) & O_NONBLOCK) != 0;
	channel.random = S_ISCHR(status.st_mode) && (status.st_rdev == makedev(1, 8) ||
						     status.st_rdev == makedev(1, 9));
	for (int i = 0; i < STANDARD; i++)
		if (begun_with[i].inode == status.st_ino &&
		    begun_with[i].device == status.st_dev)
			channel.inherited = true;
	return channel;
}

static bool never_waits(const struct channel *channel)
{
	return channel->mode == 0 || channel->nonblocking || S_ISREG(channel->mode) ||
	       S_ISDIR(channel->mode) || S_ISBLK(channel->mode);
}

bool channel_lets_reader_wait(const struct channel *channel)
{
	return !never_waits(channel);
}

/* Whoever reads the standard output is not controlled and will do so soon: that wait is no
 * matter of this process's threads. */
bool channel_lets_writer_wait(const struct channel *channel)
{
	return !never_waits(channel) && !channel->inherited;
}

/* -- who is at the other end --------------------------------------------------------------- */

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

	return system_call(SYS_getsockopt, fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	       peer.pid == (pid_t)system_call(SYS_getpid);
}

enum whence channel_whence(int fd, const struct channel *channel)
{
	if (channel->inherited)
		return FROM_PEOPLE;
	if (outside_has_children())
		return FROM_CHILDREN;
	if (!S_ISSOCK(channel->mode))
		return FROM_INSIDE;
	if (option(fd, SO_ACCEPTCONN) != 0 || option(fd, SO_TYPE) == SOCK_DGRAM)
		return FROM_ANYBODY;
	return peer_is_this_process(fd) ? FROM_INSIDE : FROM_STRANGERS;
}

enum whence channel_whence_now(enum whence whence)
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

void channel_connected(int fd)
{
	connected = true;
	send_at_once(fd);
}

void channel_accepted(int fd)
{
	accepted = true;
	send_at_once(fd);
}

/* -- what happens before what -------------------------------------------------------------- */

void channel_heard(int number)
{
	if (number >= 0) {
		object_acquire(&known[number].clock);
		return;
	}
	for (unsigned i = 0; i < known_count; i++)
		object_acquire(&known[i].clock);
}

void channel_told(unsigned number)
{
	object_release(&known[number].clock);
}
