/* SPDX-License-Identifier: MIT */
/* futures - how std::future waits.
 *
 * Inside of libstdc++ it is a futex, but only ever as this: a thread waits while a word has
 * the value that it had.  So the word itself says whether it can go on.
 */
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "clock.h"
#include "point.h"
#include "real.h"
#include "verdict.h"

typedef void notify_function(unsigned *word);
typedef bool wait_function(void *self, unsigned *word, unsigned value, bool has_deadline,
			   int64_t seconds, int64_t nanoseconds);

/* Members of std::__atomic_futex_unsigned_base, for its two clocks. */
#define MEMBER(name)                                                                     \
	"_ZNSt28__atomic_futex_unsigned_base" name                                       \
	"EPjjbNSt6chrono8durationIlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE"
#define NOTIFY	    "_ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj"
#define WAIT	    MEMBER("19_M_futex_wait_until")
#define WAIT_STEADY MEMBER("26_M_futex_wait_until_steady")

notify_function future_notify __asm__(NOTIFY);
wait_function future_wait __asm__(WAIT);
wait_function future_wait_steady __asm__(WAIT_STEADY);

/* The value that it waits for to go is the operation's detail. */
static bool has_changed(const struct thread *thread)
{
	const unsigned *word = (const unsigned *)(uintptr_t)thread->op.address;

	return thread->op.fired ||
	       __atomic_load_n(word, __ATOMIC_SEQ_CST) != (unsigned)thread->op.detail;
}

static void explain(const struct thread *thread, struct text *out)
{
	text_add(out, "waits for a future, at <&%lx>, that nobody has made ready",
		 thread->op.address);
}

static const struct op_class wait_class = {
	.kind = OP_LOAD, .ready = has_changed, .explain = explain};

static bool wait_until(const unsigned *word, unsigned value, int64_t deadline,
		       uint64_t pc)
{
	point(&(struct op){.class = &wait_class,
			   .address = (uint64_t)word,
			   .size = sizeof *word,
			   .detail = value,
			   .deadline = deadline,
			   .pc = pc});
	return !thread_self->op.fired || __atomic_load_n(word, __ATOMIC_SEQ_CST) != value;
}

static int64_t deadline_of(clockid_t clock, bool has_deadline, int64_t seconds,
			   int64_t nanoseconds)
{
	struct timespec when = {seconds, nanoseconds};

	return has_deadline ? clock_deadline(clock, &when) : 0;
}

INTERPOSED bool future_wait(void *self, unsigned *word, unsigned value, bool has_deadline,
			    int64_t seconds, int64_t nanoseconds)
{
	wait_function *really = (wait_function *)(uintptr_t)real_next(WAIT);

	if (point_controls() == NULL)
		return really(self, word, value, has_deadline, seconds, nanoseconds);
	return wait_until(word, value,
			  deadline_of(CLOCK_REALTIME, has_deadline, seconds, nanoseconds),
			  CALL_PC());
}

INTERPOSED bool future_wait_steady(void *self, unsigned *word, unsigned value,
				   bool has_deadline, int64_t seconds,
				   int64_t nanoseconds)
{
	wait_function *really = (wait_function *)(uintptr_t)real_next(WAIT_STEADY);

	if (point_controls() == NULL)
		return really(self, word, value, has_deadline, seconds, nanoseconds);
	return wait_until(
		word, value,
		deadline_of(CLOCK_MONOTONIC, has_deadline, seconds, nanoseconds),
		CALL_PC());
}

/* The word has changed already: that is all that anybody waits for. */
INTERPOSED void future_notify(unsigned *word)
{
	if (point_controls() != NULL)
		point_progress();
	else
		((notify_function *)(uintptr_t)real_next(NOTIFY))(word);
}
