/* SPDX-License-Identifier: MIT */
/* tbb_loops - oneTBB's arena of threads, and its algorithms in which the caller takes part:
 * fork and join, and maps.
 *
 * Threads:  all of these are for the thread that runs the bench.
 */
#ifndef HEDDLE_TBB_LOOPS_HPP
#define HEDDLE_TBB_LOOPS_HPP

#include <memory>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/task_arena.h>

#include "peer_work.hpp"

namespace peer
{

inline std::unique_ptr<tbb::global_control> limit;
inline std::unique_ptr<tbb::task_arena> arena;
inline std::unique_ptr<items> array;

/* The limit counts the caller, whether it takes part or not. */
inline void open_arena(const bench_case *c, bool caller_takes_part)
{
	using control = tbb::global_control;
	size_t threads = static_cast<size_t>(c->workers) + !caller_takes_part;

	given = *c;
	limit = std::make_unique<control>(control::max_allowed_parallelism, threads);
	arena = std::make_unique<tbb::task_arena>(c->workers, caller_takes_part);
}

inline void close_arena()
{
	array.reset();
	arena.reset();
	limit.reset();
}

/* -- fork and join ---------------------------------------------------------------------------- */

/* A task_group in each call instead takes the same time. */
inline long fib(long n)
{
	long there, here;

	if (n < 2)
		return n;
	tbb::parallel_invoke([&there, n] { there = fib(n - 1); },
			     [&here, n] { here = fib(n - 2); });
	return here + there;
}

inline const char *open_fib(const bench_case *c)
{
	if (c->n < 2 || c->n > 50)
		return "n is from 2 to 50: below nothing is forked, above it takes hours";
	open_arena(c, true);
	return nullptr;
}

inline long forkjoin()
{
	long a = 0, b = 1, result = arena->execute([] { return fib(given.n); });

	for (long i = 0; i < given.n; i++) {
		long next = a + b;

		a = b;
		b = next;
	}
	if (result != a)
		bench_fail("fib(%ld) is %ld, not %ld", given.n, result, a);
	return b - 1;
}

/* -- map -------------------------------------------------------------------------------------- */

using range = tbb::blocked_range<long>;

inline const char *open_map(const bench_case *c)
{
	open_arena(c, true);
	array = std::make_unique<items>(false);
	return nullptr;
}

inline const char *open_skewed(const bench_case *c)
{
	open_arena(c, true);
	array = std::make_unique<items>(true);
	return nullptr;
}

inline const auto work_on = [](const range &part) {
	array->work(part.begin(), part.end());
};

inline long map()
{
	return array->timed([] {
		arena->execute([] {
			tbb::parallel_for(range(0, array->count), work_on,
					  tbb::auto_partitioner());
		});
	});
}

/* Pieces of about 25 us, 100,000 cycles, as TBB's manual advises. */
inline long map_simple()
{
	long piece = std::max(1L, 12500 / array->rounds);

	return array->timed([piece] {
		arena->execute([piece] {
			tbb::parallel_for(range(0, array->count, piece), work_on,
					  tbb::simple_partitioner());
		});
	});
}

} /* namespace peer */
#endif
