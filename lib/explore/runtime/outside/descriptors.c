/* SPDX-License-Identifier: MIT */
#include "descriptors.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "clock.h"
#include "outside.h"
#include "point.h"
#include "system.h"

uint32_t descriptors_drained;

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

void descriptors_enter(int fd, const struct channel *channel, uint64_t pc)
{
	pass(channel->nonblocking ? &trying : &passing, fd, channel->number, pc);
}

/* -- reading ------------------------------------------------------------------------------- */

int64_t descriptors_deadline(int fd, const struct channel *channel, int option)
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
		descriptors_enter(fd, &channel, pc);
		return true;
	}
	waiting.whence = whence_of(fd, &channel);
	return waiting_turn(&waiting, descriptors_deadline(fd, &channel, SO_RCVTIMEO),
			    pc);
}

/* -- afterwards ---------------------------------------------------------------------------- */

void descriptors_asked(bool got_it, enum whence whence)
{
	int saved_errno = errno;

	if (got_it) {
		point_progress();
	} else {
		point_failed();
		if (whence_now(whence) > FROM_LOOPBACK)
			outside_pause();
	}
	errno = saved_errno;
}

static void asked_in_vain(int fd)
{
	struct channel channel = channel_of(fd);

	descriptors_asked(false, whence_of(fd, &channel));
}

ssize_t descriptors_heard(int fd, ssize_t result)
{
	if (!point_multithreaded || !descriptors_controlled())
		return result;
	if (result >= 0) {
		descriptors_drained++;
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
