/* SPDX-License-Identifier: MIT */
/* writing - a thread that writes waits, if there is no room, until something was read.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "descriptors.h"
#include "system.h"

struct writer {
	struct waiting waiting;
	uint32_t drained;
};

static bool was_drained(const struct waiting *waiting)
{
	return ((const struct writer *)waiting)->drained != descriptors_drained;
}

/* What poll calls room may be much more than this writer needs: it tries again whenever
 * something was read. */
static bool may_have_room(const struct waiting *waiting)
{
	return was_drained(waiting) || waiting_poll(waiting);
}

static bool room_turn(int fd, const struct channel *channel, uint64_t pc)
{
	struct pollfd asked = {.fd = fd, .events = POLLOUT};
	struct writer writer = {.waiting = {.fds = &asked,
					    .count = 1,
					    .happened = may_have_room,
					    .what = "for room to write to",
					    .fd = fd,
					    .whence = whence_of(fd, channel)},
				.drained = descriptors_drained};

	return waiting_turn(&writer.waiting,
			    descriptors_deadline(fd, channel, SO_SNDTIMEO), pc);
}

void descriptors_drained_turn(int fd, const char *what, uint64_t pc)
{
	struct writer writer = {
		.waiting = {.happened = was_drained, .what = what, .fd = fd},
		.drained = descriptors_drained};

	waiting_turn(&writer.waiting, 0, pc);
}

/* Nobody else in the process runs meanwhile, so nobody sees the flag. */
ssize_t descriptors_without_waiting(int fd, descriptors_attempt *attempt, size_t done,
				    const void *what)
{
	long flags = system_call(SYS_fcntl, fd, F_GETFL);
	ssize_t result;

	system_call(SYS_fcntl, fd, F_SETFL, flags | O_NONBLOCK);
	result = attempt(fd, done, what);
	system_call(SYS_fcntl, fd, F_SETFL, flags);
	return result;
}

static ssize_t push_all(int fd, const struct channel *channel,
			descriptors_attempt *attempt, const void *what, size_t size,
			uint64_t pc)
{
	size_t done = 0;

	for (;;) {
		ssize_t n = descriptors_without_waiting(fd, attempt, done, what);

		if (n >= 0) {
			descriptors_told(fd, n);
			done += (size_t)n;
			if (done >= size || n == 0)
				return (ssize_t)done;
		} else if (errno != EAGAIN) {
			return done > 0 ? (ssize_t)done : -1;
		} else if (!room_turn(fd, channel, pc)) {
			return done > 0 ? (ssize_t)done : descriptors_failed(EAGAIN);
		}
	}
}

ssize_t descriptors_push(int fd, descriptors_attempt *attempt, const void *what,
			 size_t size, uint64_t pc)
{
	struct channel channel;

	if (!descriptors_controlled())
		return attempt(fd, 0, what);
	channel = channel_of(fd);
	descriptors_enter(fd, &channel, pc);
	if (channel_lets_writer_wait(&channel))
		return push_all(fd, &channel, attempt, what, size, pc);
	return descriptors_told(fd, attempt(fd, 0, what));
}
