/* SPDX-License-Identifier: MIT */
/* whence - who can end a thread's wait for a descriptor: this process, or someone outside.
 */
#ifndef EXPLORE_WHENCE_H
#define EXPLORE_WHENCE_H

#include "channel.h"

/* The later ones are waited for longer. */
enum whence {
	FROM_INSIDE,	/* the threads of this process */
	FROM_LOOPBACK,	/* the same, but it may take a moment of real time */
	FROM_ANYBODY,	/* whoever connects, or sends a datagram */
	FROM_STRANGERS, /* another program, connected by a socket */
	FROM_CHILDREN,	/* processes that the run has started */
	FROM_PEOPLE,	/* whoever is at the other end of the standard input */
};

enum whence whence_of(int fd, const struct channel *channel);

/* The same as things are now: a process that connects to itself is its own stranger, and
 * children end. */
enum whence whence_now(enum whence whence);

/* The run has connected a socket to another, or has accepted such a connection. */
void whence_connected(int fd);
void whence_accepted(int fd);

#endif
