/* SPDX-License-Identifier: MIT */
/* peer_work - what the tasks of the measuring programs in C++ work on, and whether what came
 * out is right.
 *
 * Threads:  items::work may be called in any, for different items; all else is the submitter's.
 */
#ifndef HEDDLE_PEER_WORK_HPP
#define HEDDLE_PEER_WORK_HPP

#include <unistd.h>

#include "peer.hpp"

namespace peer
{

/* The case that is open. */
inline bench_case given;

/* The sum of n results: 0 + 1 + ... + (n - 1).  Returns n. */
inline long check_sum(uint64_t sum)
{
	uint64_t n = static_cast<uint64_t>(given.n);

	if (sum != n * (n - 1) / 2)
		bench_fail("the sum of %ld results is wrong", given.n);
	return given.n;
}

/* The sum of n results of bench_work(1, rounds).  Returns n. */
inline long check_work(uint64_t sum, long rounds)
{
	if (sum != bench_work(1, rounds) * static_cast<uint64_t>(given.n))
		bench_fail("the sum of %ld results is wrong", given.n);
	return given.n;
}

/* Times ask(i), which submits one task and returns its result i, n times; a pause before each
 * is not counted. */
template <class Ask> long round_trips(const Ask &ask)
{
	long gap = bench_param(&given, "gap_us", 0);

	for (long i = 0; i < given.n; i++) {
		int64_t start;
		long result;

		if (gap)
			usleep(static_cast<useconds_t>(gap));
		start = bench_now();
		result = ask(i);
		bench_record(bench_now() - start);
		if (result != i)
			bench_fail("task %ld gave %ld", i, result);
	}
	return given.n;
}

/* The array of a map: item i is worked on in place. */
class items
{
      public:
	explicit items(bool skewed)
	    : rounds(bench_param(&given, "rounds", 1)), count(given.n),
	      heavy(skewed ? count - count / 10 : count),
	      values(static_cast<size_t>(count))
	{
		for (size_t i = 0; i < values.size(); i++)
			values[i] = i;
	}

	/* Items first to last - 1. */
	void work(long first, long last)
	{
		uint64_t *value = values.data();

		for (long i = first; i < last; i++)
			value[i] = bench_work(value[i], rounds_of(i));
	}

	/* Takes the time of map(), which works on each item once.  About a hundred items are
	 * computed again to compare, others in each call. */
	template <class Map> long timed(const Map &map)
	{
		long step = std::max(1L, count / 100), first = calls++ % step;
		std::vector<uint64_t> before;
		int64_t start;

		for (long i = first; i < count; i += step)
			before.push_back(at(i));
		start = bench_now();
		map();
		bench_timed(bench_now() - start);
		for (long i = first; i < count; i += step)
			compare(i, before[static_cast<size_t>(i / step)]);
		return count;
	}

	const long rounds, count;

      private:
	uint64_t &at(long i)
	{
		return values[static_cast<size_t>(i)];
	}

	long rounds_of(long i) const
	{
		return i < heavy ? rounds : 11 * rounds;
	}

	void compare(long i, uint64_t before)
	{
		if (at(i) != bench_work(before, rounds_of(i)))
			bench_fail("item %ld of %ld was not worked on once", i, count);
	}

	const long heavy; /* from here on an item takes longer */
	long calls = 0;
	std::vector<uint64_t> values;
};

} /* namespace peer */
#endif
