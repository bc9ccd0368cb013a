/* SPDX-License-Identifier: MIT */
#include "randomness.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "channel.h"
#include "point.h"
#include "real.h"
#include "verdict.h"

/* What older C libraries do not declare, and a C++ library does not for C. */
unsigned arc4random(void);
void arc4random_buf(void *memory, size_t size);
unsigned arc4random_uniform(unsigned bound);
unsigned _ZNSt13random_device9_M_getvalEv(void *device);

/* Runs are forked from one process, so each of them begins with this. */
static uint64_t state = UINT64_C(0x6865646c65);

/* splitmix64; it has nothing to do with the choice of schedules. */
static uint64_t next(void)
{
	uint64_t mixed = state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ mixed >> 31;
}

ssize_t randomness_fill(void *memory, size_t size)
{
	for (size_t done = 0; done < size; done += sizeof state) {
		uint64_t bits = next();

		memcpy((char *)memory + done, &bits,
		       size - done < sizeof bits ? size - done : sizeof bits);
	}
	return (ssize_t)size;
}

bool randomness_comes_from(int fd)
{
	struct channel channel;

	if (point_controls() == NULL)
		return false;
	channel = channel_of(fd);
	return channel.random;
}

INTERPOSED ssize_t getrandom(void *memory, size_t size, unsigned flags)
{
	if (point_controls() == NULL)
		return real.getrandom(memory, size, flags);
	return randomness_fill(memory, size);
}

INTERPOSED int getentropy(void *memory, size_t size)
{
	if (point_controls() == NULL || size > 256)
		return RARE(getentropy)(memory, size);
	randomness_fill(memory, size);
	return 0;
}

INTERPOSED unsigned arc4random(void)
{
	if (point_controls() == NULL)
		return RARE(arc4random)();
	return (unsigned)next();
}

INTERPOSED void arc4random_buf(void *memory, size_t size)
{
	if (point_controls() == NULL)
		RARE(arc4random_buf)(memory, size);
	else
		randomness_fill(memory, size);
}

INTERPOSED unsigned arc4random_uniform(unsigned bound)
{
	if (point_controls() == NULL)
		return RARE(arc4random_uniform)(bound);
	return bound < 2 ? 0 : (unsigned)(next() % bound);
}

/* std::random_device, which otherwise asks the processor. */
INTERPOSED unsigned _ZNSt13random_device9_M_getvalEv(void *device)
{
	if (point_controls() == NULL)
		return RARE(_ZNSt13random_device9_M_getvalEv)(device);
	return (unsigned)next();
}
