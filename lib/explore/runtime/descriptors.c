/* SPDX-License-Identifier: MIT */
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "clock.h"
#include "outside.h"
#include "point.h"
#include "system.h"

/* Reads that made room for a writer, so far. */
static uint32_t drained;

bool descriptors_controlled(void)
{
	const struct thread *self = point_controls();

	return self != NULL && !self->in_handler;
}

int descriptors_failed(int code)
{
	errno = code;
	return -1;
}

/* -- turns that never wait ----------------------------------------------------------------- */

static const struct op_class passing = {.kind = OP_DESCRIPTOR};
static const struct op_class trying = {.kind = OP_TRY_DESCRIPTOR};

static void pass(const struct op_class *class, int fd, unsigned channel, uint64_t pc)
{
	if (point_multithreaded)
		point(&(struct op){.class = class,
				   .address = channel,
				   .second_address = (uint64_t)(fd + 1),
				   .pc = pc});
}

void descriptors_pass(int fd, uint64_t pc)
{
	if (descriptors_controlled())
		pass(&passing, fd, fd < 0 ? 0 : channel_of(fd).number, pc);
}

void descriptors_try(int fd, uint64_t pc)
{
	if (descriptors_controlled())
		pass(&trying, fd, fd < 0 ? 0 : channel_of(fd).number, pc);
}

/* -- reading ------------------------------------------------------------------------------- */

/* The deadline that the socket has for each such call; 0 if it has none. */
static int64_t socket_deadline(int fd, const struct channel *channel, int option)
{
	struct timeval timeout = {0};
	socklen_t size = sizeof timeout;

	if (!S_ISSOCK(channel->mode) ||
	    system_call(SYS_getsockopt, fd, SOL_SOCKET, option, &timeout, &size) != 0)
		return 0;
	if (timeout.tv_sec == 0 && timeout.tv_usec == 0)
		return 0;
	return clock_after(timeout.tv_sec * NANOSECONDS + timeout.tv_usec * 1000);
}

bool descriptors_read_turn(int fd, uint64_t pc)
{
	struct pollfd asked = {.fd = fd, .events = POLLIN};
	struct waiting waiting = {
		.fds = &asked, .count = 1, .what = "to read from", .fd = fd};
	struct channel channel;

	if (!descriptors_controlled())
		return true;
	if (!point_multithreaded && waiting_poll(&waiting))
		return true;
	channel = channel_of(fd);
	if (!channel_lets_reader_wait(&channel)) {
		pass(channel.nonblocking ? &trying : &passing, fd, channel.number, pc);
		return true;
	}
	waiting.whence = channel_whence(fd, &channel);
	return waiting_turn(&waiting, socket_deadline(fd, &channel, SO_RCVTIMEO), pc);
}

/* -- writing ------------------------------------------------------------------------------- */

struct writer {
	struct waiting waiting;
	uint32_t drained;
};

static bool was_drained(const struct waiting *waiting)
{
	return ((const struct writer *)waiting)->drained != drained;
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
					    .whence = channel_whence(fd, channel)},
				.drained = drained};

	return waiting_turn(&writer.waiting, socket_deadline(fd, channel, SO_SNDTIMEO), pc);
}

void descriptors_drained_turn(int fd, const char *what, uint64_t pc)
{
	struct writer writer = {.waiting = {.happened = was_drained, .what = what, .fd = fd},
				.drained = drained};

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

static ssize_t push_all(int fd, const struct channel *channel, descriptors_attempt *attempt,
			const void *what, size_t size, uint64_t pc)
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

ssize_t descriptors_push(int fd, descriptors_attempt *attempt, const void *what, size_t size,
			 uint64_t pc)
{
	struct channel channel;

	if (!descriptors_controlled())
		return attempt(fd, 0, what);
	channel = channel_of(fd);
	pass(channel.nonblocking ? &trying : &passing, fd, channel.number, pc);
	if (channel_lets_writer_wait(&channel))
		return push_all(fd, &channel, attempt, what, size, pc);
	return descriptors_told(fd, attempt(fd, 0, what));
}

/* -- afterwards ---------------------------------------------------------------------------- */

void descriptors_asked(bool got_it, enum whence whence)
{
	int saved_errno = errno;

	if (got_it) {
		point_progress();
	} else {
		point_failed();
		if (channel_whence_now(whence) > FROM_LOOPBACK)
			outside_pause();
	}
	errno = saved_errno;
}

static void asked_in_vain(int fd)
{
	struct channel channel = channel_of(fd);

	descriptors_asked(false, channel_whence(fd, &channel));
}

ssize_t descriptors_heard(int fd, ssize_t result)
{
	if (!point_multithreaded || !descriptors_controlled())
		return result;
	if (result >= 0) {
		drained++;
		channel_heard((int)channel_of(fd).number);
		point_progress();
	} else if (errno == EAGAIN) {
		asked_in_vain(fd);
	}
	return result;
}

ssize_t descriptors_told(int fd, ssize_t result)
{
	if (!point_multithreaded || !descriptors_controlled())
		return result;
	if (result >= 0) {
		channel_told(channel_of(fd).number);
		point_progress();
	} else if (errno == EAGAIN) {
		asked_in_vain(fd);
	}
	return result;
}
