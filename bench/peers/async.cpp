/* SPDX-License-Identifier: MIT */
/* The C++ standard library: std::thread, and std::async, which with launch::async starts a
 * thread for each task, so that the number of workers means nothing to it.
 *
 * @pool: the library has no pool, but futures for one; future_pool is what people write.
 */
#include <memory>

#include "future_pool.hpp"
#include "peer_work.hpp"

namespace
{

using peer::given;

const char *open(const bench_case *c)
{
	given = *c;
	return nullptr;
}

void close()
{
}

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

std::unique_ptr<peer::future_pool> pool;
std::vector<std::future<uint64_t>> futures; /* room for n */
peer::countdown counted;

const char *open_pool(const bench_case *c)
{
	given = *c;
	pool = std::make_unique<peer::future_pool>(c->workers);
	futures.reserve(static_cast<size_t>(c->n));
	return nullptr;
}

void close_pool()
{
	pool.reset();
	futures.shrink_to_fit();
}

auto empty_task(long i)
{
	return [i] { return static_cast<uint64_t>(i); };
}

void submit_all()
{
	for (long i = 0; i < given.n; i++)
		futures.push_back(pool->submit(empty_task(i)));
}

uint64_t take_all()
{
	uint64_t sum = 0;

	for (auto &future : futures)
		sum += future.get();
	futures.clear();
	return sum;
}

long submit_pool()
{
	submit_all();
	return peer::check_sum(take_all());
}

long grain_pool()
{
	long rounds = bench_param(&given, "rounds", 100);

	for (long i = 0; i < given.n; i++)
		futures.push_back(
			pool->submit([rounds] { return bench_work(1, rounds); }));
	return peer::check_work(take_all(), rounds);
}

long roundtrip_pool()
{
	return peer::round_trips([](long i) {
		return static_cast<long>(pool->submit(empty_task(i)).get());
	});
}

void submit_detached(long share)
{
	for (long i = 0; i < share; i++)
		pool->submit([] {
			counted.one();
			return uint64_t(0);
		});
}

long detached_pool()
{
	counted.start(given.n);
	submit_detached(given.n);
	counted.wait();
	return given.n;
}

long producers_pool()
{
	int threads = static_cast<int>(bench_param(&given, "producers", 1));

	return peer::produce(given.n, threads, counted, submit_detached);
}

/* Each task waits for the others, so that it needs a thread of its own. */
long start_and_stop()
{
	peer::gate gate;
	peer::future_pool used_once(given.workers);

	for (int i = 0; i < given.workers; i++)
		used_once.submit([&gate] {
			gate.pass(given.workers);
			return uint64_t(0);
		});
	return 1;
}

long memory()
{
	peer::gate gate;

	for (int i = 0; i < given.workers; i++)
		pool->submit([&gate] {
			gate.pass();
			return uint64_t(0);
		});
	gate.until(given.workers);
	peer::weigh(submit_all);
	gate.open();
	return peer::check_sum(take_all());
}

const bench benches[] = {
	{"thread", open, thread, close},
	{"submit", open, submit, close},
	{"roundtrip", open, roundtrip, close},
	{"roundtrip_cold", open, roundtrip, close},
	{"grain", open, grain, close},
	{"submit@pool", open_pool, submit_pool, close_pool},
	{"roundtrip@pool", open_pool, roundtrip_pool, close_pool},
	{"roundtrip_cold@pool", open_pool, roundtrip_pool, close_pool},
	{"grain@pool", open_pool, grain_pool, close_pool},
	{"detached@pool", open_pool, detached_pool, close_pool},
	{"producers@pool", open_pool, producers_pool, close_pool},
	{"memory@pool", open_pool, memory, close_pool},
	{"pool@pool", open, start_and_stop, close},
	{nullptr, nullptr, nullptr, nullptr},
};

} /* namespace */

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "async", benches);
}
