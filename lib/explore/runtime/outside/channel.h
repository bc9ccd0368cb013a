/* SPDX-License-Identifier: MIT */
/* channel - what a descriptor leads to: a pipe, a file, a socket.
 *
 * All descriptors of one pipe or file are one channel, number 2 and up in the order of their
 * first use; all sockets are channel 1, as which belongs to which is not known; 0 is a
 * channel that is not known.  What is written to a channel happens before what is read from
 * it afterwards.
 */
#ifndef EXPLORE_CHANNEL_H
#define EXPLORE_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct channel {
	unsigned number;
	mode_t mode;	  /* 0 for a descriptor that is not open */
	bool nonblocking; /* O_NONBLOCK */
	bool inherited;	  /* one of those that the process began with: 0, 1 and 2 */
	bool device;	  /* such as /dev/null: answers at once */
	bool random;	  /* /dev/random and its sister */
};

/* Remembers what the process began with. */
void channel_begin(void);

/* What fd leads to now; leaves errno alone. */
struct channel channel_of(int fd);

/* The kernel may let a thread wait that reads, or that writes. */
bool channel_lets_reader_wait(const struct channel *channel);
bool channel_lets_writer_wait(const struct channel *channel);

/* The running thread has read from it (-1: from any), or has written. */
void channel_heard(int number);
void channel_told(unsigned number);

#endif
