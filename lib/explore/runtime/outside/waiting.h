/* SPDX-License-Identifier: MIT */
/* waiting - a thread that waits for what only the kernel can tell: input, room, a child.
 *
 *	struct pollfd asked = {.fd = fd, .events = POLLIN};
 *	struct waiting waiting = {.fds = &asked, .count = 1, .what = "to read from", .fd = fd};
 *
 *	if (!waiting_turn(&waiting, 0, CALL_PC()))
 *		...
 */
#ifndef EXPLORE_WAITING_H
#define EXPLORE_WAITING_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "whence.h"

/* What a call waits for: one of fds, or what `happened` says. */
struct waiting {
	struct pollfd *fds;
	nfds_t count;
	bool (*happened)(const struct waiting *waiting); /* NULL: fds count */
	const char *what;				 /* "to read from" */
	int fd;		    /* ... this; -1 if that is all there is to say */
	enum whence whence; /* who can end it */
	bool came;	    /* from outside: it is there */
	uint32_t asked;	    /* how often it was not there */
};

/* Waits until it is there and it is the calling thread's turn; false if the deadline (0: none)
 * has passed, and it is not. */
bool waiting_turn(struct waiting *waiting, int64_t deadline, uint64_t pc);

/* One of the descriptors is as was asked: what poll says, without waiting. */
bool waiting_poll(const struct waiting *waiting);

/* Whether a thread waits so. */
bool waiting_any(void);

/* Called when nobody can run: whether one of those who wait has got what it waits for.  If
 * time can still move on, real time is given to the outside as if both went equally fast;
 * otherwise as much as the outside may need. */
bool waiting_in_real_time(bool time_can_move);

/* Ends the run if a thread waits for another program, which nobody can make come. */
void waiting_refuse_strangers(void);

#endif
