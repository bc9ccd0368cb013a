/* SPDX-License-Identifier: MIT */
/* The C++ standard library: std::thread, and std::async, which with launch::async starts a
 * thread for each task, so that the number of workers means nothing to it.
 *
 * @pool: the library has no pool, but futures for one; future_pool is what people write.
 */
#include "future_benches.hpp"
#include "future_pool.hpp"

namespace
{

using peer::given;

/* -- a thread for each ------------------------------------------------------------------------ */

long thread()
{
	for (long i = 0; i < given.n; i++) {
		long result = -1;

		std::thread([&result, i] { result = i; }).join();
		if (result != i)
			bench_fail("thread %ld gave %ld", i, result);
	}
	return given.n;
}

/* A thread that has ended keeps its stack until somebody takes the result, and the system has
 * room for about thirty thousand: so behind this many the oldest result is taken. */
enum { UNTAKEN = 10000 };

template <class Task> uint64_t start_all(const Task &task)
{
	std::vector<std::future<uint64_t>> futures(static_cast<size_t>(given.n));
	uint64_t sum = 0;

	for (size_t i = 0; i < futures.size(); i++) {
		if (i >= UNTAKEN)
			sum += futures[i - UNTAKEN].get();
		futures[i] = std::async(std::launch::async, task, i);
	}
	for (auto &future : futures)
		if (future.valid())
			sum += future.get();
	return sum;
}

long submit()
{
	return peer::check_sum(start_all([](uint64_t i) { return i; }));
}

long grain()
{
	long rounds = bench_param(&given, "rounds", 100);

	return peer::check_work(
		start_all([rounds](uint64_t) { return bench_work(1, rounds); }), rounds);
}

long roundtrip()
{
	return peer::round_trips([](long i) {
		return std::async(std::launch::async, [i] { return i; }).get();
	});
}

/* -- on the pool ------------------------------------------------------------------------------ */

using pool = peer::future_benches<peer::future_pool>;

const bench benches[] = {
	{"thread", peer::open_nothing, thread, peer::close_nothing},
	{"submit", peer::open_nothing, submit, peer::close_nothing},
	{"roundtrip", peer::open_nothing, roundtrip, peer::close_nothing},
	{"roundtrip_cold", peer::open_nothing, roundtrip, peer::close_nothing},
	{"grain", peer::open_nothing, grain, peer::close_nothing},
	{"submit@pool", pool::open, pool::submit, pool::close},
	{"roundtrip@pool", pool::open, pool::roundtrip, pool::close},
	{"roundtrip_cold@pool", pool::open, pool::roundtrip, pool::close},
	{"grain@pool", pool::open, pool::grain, pool::close},
	{"detached@pool", pool::open, pool::detached, pool::close},
	{"producers@pool", pool::open, pool::producers, pool::close},
	{"memory@pool", pool::open, pool::memory, pool::close},
	{"pool@pool", peer::open_nothing, pool::start_and_stop, peer::close_nothing},
	{nullptr, nullptr, nullptr, nullptr},
};

} /* namespace */

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "async", benches);
}
