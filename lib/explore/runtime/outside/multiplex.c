/* SPDX-License-Identifier: MIT */
#include "multiplex.h"

#include "clock.h"
#include "point.h"
#include "sleep.h"

int64_t multiplex_milliseconds(int milliseconds)
{
	return milliseconds < 0 ? -1 : milliseconds * (NANOSECONDS / 1000);
}

int64_t multiplex_timespec(const struct timespec *timeout)
{
	return timeout == NULL ? -1 : timeout->tv_sec * NANOSECONDS + timeout->tv_nsec;
}

void multiplex_add(struct waiting *waiting, int fd)
{
	struct channel channel = channel_of(fd);
	enum whence whence = whence_of(fd, &channel);

	if (whence > waiting->whence)
		waiting->whence = whence;
}

static int ask_once(const struct waiting *waiting, int (*ask)(void *call), void *call,
		    uint64_t pc)
{
	int n;

	descriptors_try(waiting->fd, pc);
	n = ask(call);
	descriptors_asked(n != 0, waiting->whence);
	return n;
}

int multiplex_in_turns(struct waiting *waiting, int (*ask)(void *call), void *call,
		       int64_t timeout, uint64_t pc)
{
	int64_t deadline = timeout > 0 ? clock_after(timeout) : 0;
	int n;

	if (timeout == 0)
		return ask_once(waiting, ask, call, pc);
	if (timeout > 0 && waiting->happened == NULL && waiting->count == 0) {
		sleep_for(
			&(struct timespec){timeout / NANOSECONDS, timeout % NANOSECONDS},
			pc);
		return ask(call);
	}
	for (;;) {
		bool in_time = waiting_turn(waiting, deadline, pc);

		n = ask(call);
		if (n != 0 || !in_time)
			return n;
		waiting->came = false;
	}
}
