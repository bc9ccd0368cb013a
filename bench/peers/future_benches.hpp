/* SPDX-License-Identifier: MIT */
/* future_benches - the benches of a pool whose submit gives a std::future.
 *
 *	using benches = peer::future_benches<some_pool>;
 *
 *	{"submit", benches::open, benches::submit, benches::close},
 *
 * Pool(workers) starts its threads; submit(function) gives the future of a uint64_t;
 * post(function) wants no result; the destructor waits until all has run.
 */
#ifndef HEDDLE_FUTURE_BENCHES_HPP
#define HEDDLE_FUTURE_BENCHES_HPP

#include <future>
#include <memory>

#include "peer_work.hpp"

namespace peer
{

template <class Pool> class future_benches
{
      public:
	static const char *open(const bench_case *c)
	{
		given = *c;
		pool = std::make_unique<Pool>(c->workers);
		futures.reserve(static_cast<size_t>(c->n));
		return nullptr;
	}

	static void close()
	{
		pool.reset();
		futures.shrink_to_fit();
	}

	static long submit()
	{
		submit_all();
		return check_sum(take_all());
	}

	static long grain()
	{
		long rounds = bench_param(&given, "rounds", 100);

		for (long i = 0; i < given.n; i++)
			futures.push_back(
				pool->submit([rounds] { return bench_work(1, rounds); }));
		return check_work(take_all(), rounds);
	}

	static long roundtrip()
	{
		return round_trips([](long i) {
			return static_cast<long>(pool->submit(empty_task(i)).get());
		});
	}

	static long detached()
	{
		counted.start(given.n);
		post_counted(given.n);
		counted.wait();
		return given.n;
	}

	static long producers()
	{
		int threads = static_cast<int>(bench_param(&given, "producers", 1));

		return produce(given.n, threads, counted, post_counted);
	}

	static long memory()
	{
		gate gate;

		for (int i = 0; i < given.workers; i++)
			pool->post([&gate] { gate.pass(); });
		gate.until(given.workers);
		weigh(submit_all);
		gate.open();
		return check_sum(take_all());
	}

	/* Each task waits for the others, so that it needs a thread of its own. */
	static long start_and_stop()
	{
		gate gate;
		Pool used_once(given.workers);

		for (int i = 0; i < given.workers; i++)
			used_once.post([&gate] { gate.pass(given.workers); });
		return 1;
	}

      private:
	static auto empty_task(long i)
	{
		return [i] { return static_cast<uint64_t>(i); };
	}

	static void submit_all()
	{
		for (long i = 0; i < given.n; i++)
			futures.push_back(pool->submit(empty_task(i)));
	}

	static uint64_t take_all()
	{
		uint64_t sum = 0;

		for (auto &future : futures)
			sum += future.get();
		futures.clear();
		return sum;
	}

	static void post_counted(long share)
	{
		for (long i = 0; i < share; i++)
			pool->post([] { counted.one(); });
	}

	inline static std::unique_ptr<Pool> pool;
	inline static std::vector<std::future<uint64_t>> futures; /* room for n */
	inline static countdown counted;
};

/* For what needs no pool, or brings its own. */
inline const char *open_nothing(const bench_case *c)
{
	given = *c;
	return nullptr;
}

inline void close_nothing()
{
}

} /* namespace peer */
#endif
