/* SPDX-License-Identifier: MIT */
#include "dependence.h"

static uint64_t bit(unsigned kind)
{
	return UINT64_C(1) << kind;
}

static bool is_one_of(const struct event *event, uint64_t kinds)
{
	return (bit(event->kind) & kinds) != 0;
}

/* -- sorts of operations ------------------------------------------------------------------- */

static const uint64_t local = 1ull << OP_SLEEP | 1ull << OP_YIELD | 1ull << OP_AFTER;
static const uint64_t global = 1ull << OP_NONE | 1ull << OP_FORK | 1ull << OP_EXIT;
static const uint64_t output =
	1ull << OP_PRINT | 1ull << OP_DESCRIPTOR | 1ull << OP_TRY_DESCRIPTOR;
static const uint64_t lifecycle = 1ull << OP_CREATE | 1ull << OP_START | 1ull << OP_JOIN |
				  1ull << OP_TRY_JOIN | 1ull << OP_DETACH |
				  1ull << OP_END;
static const uint64_t joining = 1ull << OP_JOIN | 1ull << OP_TRY_JOIN;
static const uint64_t memory = 1ull << OP_READ | 1ull << OP_WRITE | 1ull << OP_LOAD |
			       1ull << OP_STORE | 1ull << OP_RMW | 1ull << OP_FREE;
static const uint64_t atomic =
	1ull << OP_LOAD | 1ull << OP_STORE | 1ull << OP_RMW | 1ull << OP_FENCE;
static const uint64_t waking = 1ull << OP_WAIT | 1ull << OP_WAKE; /* second is a mutex */
static const uint64_t reading = 1ull << OP_RDLOCK | 1ull << OP_TRY_RDLOCK;

/* Time may be made to pass at any moment for an operation with a deadline, and everybody can
 * see the clock. */
static bool concerns_all(const struct event *event)
{
	return is_one_of(event, global) || (event->flags & EVENT_EARLY) != 0;
}

/* A compare-and-exchange that fails only reads. */
static bool writes(const struct event *event)
{
	if (event->kind == OP_RMW && (event->flags & EVENT_FAILED) != 0)
		return false;
	return (event->flags & EVENT_WRITES) != 0 ||
	       is_one_of(event, bit(OP_WRITE) | bit(OP_STORE) | bit(OP_FREE));
}

/* -- dependence ---------------------------------------------------------------------------- */

/* The thread that an operation of threads is about. */
static uint64_t subject(const struct event *event)
{
	return is_one_of(event, bit(OP_START) | bit(OP_END)) ? event->thread
							     : event->second;
}

static bool share_thread(const struct event *a, const struct event *b)
{
	if (a->kind == OP_CREATE && b->kind == OP_CREATE)
		return true; /* who is first gets the lower number */
	if (subject(a) != subject(b))
		return false;
	if (a->kind == OP_START || b->kind == OP_START)
		return a->kind == OP_CREATE || b->kind == OP_CREATE;
	if (a->kind == OP_END || b->kind == OP_END)
		return is_one_of(a, joining) || is_one_of(b, joining);
	return true;
}

static bool overlap(const struct event *a, const struct event *b)
{
	uint64_t a_size = a->size > 0 ? a->size : 1, b_size = b->size > 0 ? b->size : 1;

	return a->address < b->address + b_size && b->address < a->address + a_size;
}

static bool names(const struct event *event, uint64_t address)
{
	return address != 0 && (event->address == address ||
				(is_one_of(event, waking) && event->second == address));
}

static bool share_object(const struct event *a, const struct event *b)
{
	return names(a, b->address) || (is_one_of(b, waking) && names(a, b->second));
}

static bool only_reads(const struct event *event)
{
	return is_one_of(event, reading) ||
	       (event->kind == OP_RWUNLOCK && (event->flags & EVENT_SHARED) != 0);
}

/* Who was woken does not care for what becomes of the condition. */
static bool leaves_alone(const struct event *woken, const struct event *other)
{
	const bool found_nobody = (other->flags & EVENT_FAILED) != 0 &&
				  is_one_of(other, bit(OP_SIGNAL) | bit(OP_BROADCAST));

	return woken->kind == OP_WAKE && woken->address == other->address &&
	       (found_nobody || other->kind == OP_DESTROY);
}

/* Operations on the same object whose order makes no difference. */
static bool commute(const struct event *a, const struct event *b)
{
	const uint64_t alike = bit(OP_SEM_POST) | bit(OP_SEM_READ) | bit(OP_PASS) |
			       bit(OP_RWUNLOCK); /* two that can unlock are readers */

	/* A writer that fails still lets readers wait. */
	if ((a->flags & b->flags & EVENT_FAILED) != 0)
		return (a->kind == OP_WRLOCK) == (b->kind == OP_WRLOCK);
	if (only_reads(a) && only_reads(b))
		return true;
	if (leaves_alone(a, b) || leaves_alone(b, a))
		return true;
	return a->kind == b->kind && is_one_of(a, alike);
}

bool dependent(const struct event *a, const struct event *b)
{
	if (a->thread == b->thread || concerns_all(a) || concerns_all(b))
		return true;
	if (is_one_of(a, local) || is_one_of(b, local))
		return false;
	if (is_one_of(a, output) && is_one_of(b, output))
		return true;
	if (is_one_of(a, lifecycle) || is_one_of(b, lifecycle))
		return is_one_of(a, lifecycle) && is_one_of(b, lifecycle) &&
		       share_thread(a, b);
	if (a->kind == OP_FENCE || b->kind == OP_FENCE)
		return is_one_of(a, atomic) && is_one_of(b, atomic);
	if (is_one_of(a, memory) || is_one_of(b, memory))
		return overlap(a, b) && ((is_one_of(a, memory) && writes(a)) ||
					 (is_one_of(b, memory) && writes(b)));
	return share_object(a, b) && !commute(a, b);
}

/* -- which can happen next in the same state ----------------------------------------------- */

/* The lock that must be held for an operation, or must be free, or 0. */
static uint64_t needs_held(const struct event *event)
{
	switch (event->kind) {
	case OP_UNLOCK:
	case OP_ONCE_DONE:
		return event->address;
	case OP_WAIT:
		return event->second;
	default:
		return 0;
	}
}

static uint64_t needs_free(const struct event *event)
{
	switch (event->kind) {
	case OP_LOCK:
	case OP_ONCE:
		return event->address;
	case OP_WAKE:
		return event->second;
	default:
		return 0;
	}
}

static bool exclude(const struct event *a, const struct event *b)
{
	uint64_t held = needs_held(a);

	return held != 0 && (held == needs_free(b) || held == needs_held(b));
}

bool may_be_coenabled(const struct event *a, const struct event *b)
{
	const unsigned unusual = EVENT_FAILED | EVENT_TIMED_OUT | EVENT_EARLY;

	if (((a->flags | b->flags) & unusual) != 0)
		return true;
	if (is_one_of(a, lifecycle) && is_one_of(b, lifecycle))
		return !(a->kind == OP_CREATE && b->kind == OP_START) &&
		       !(a->kind == OP_START && b->kind == OP_CREATE) &&
		       !(a->kind == OP_JOIN && b->kind == OP_END) &&
		       !(a->kind == OP_END && b->kind == OP_JOIN);
	return !exclude(a, b) && !exclude(b, a);
}

bool may_disable(const struct event *a, const struct event *b)
{
	const uint64_t takes = reading | bit(OP_LOCK) | bit(OP_TRY_LOCK) | bit(OP_WAKE) |
			       bit(OP_WRLOCK) | bit(OP_TRY_WRLOCK) | bit(OP_SEM_WAIT) |
			       bit(OP_SEM_TRYWAIT) | bit(OP_ONCE) | bit(OP_DESCRIPTOR);
	const uint64_t waits = bit(OP_LOCK) | bit(OP_WAKE) | bit(OP_RDLOCK) |
			       bit(OP_WRLOCK) | bit(OP_SEM_WAIT) | bit(OP_ONCE) | output;

	if (a->kind == OP_EXIT)
		return true;
	if ((a->flags & EVENT_FAILED) != 0 && a->kind != OP_WRLOCK)
		return false;
	return is_one_of(a, takes) && is_one_of(b, waits);
}
