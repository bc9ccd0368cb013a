/* SPDX-License-Identifier: MIT */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include "object.h"
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

static bool is_terminal(int fd)
{
	struct termios unused;

	return system_call(SYS_ioctl, fd, TCGETS, &unused) == 0;
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
	channel.device = S_ISCHR(status.st_mode) && !is_terminal(fd);
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
	return channel->mode == 0 || channel->nonblocking || channel->device ||
	       S_ISREG(channel->mode) || S_ISDIR(channel->mode) || S_ISBLK(channel->mode);
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
