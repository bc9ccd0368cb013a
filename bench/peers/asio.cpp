/* SPDX-License-Identifier: MIT */
/* Boost.Asio's thread_pool: post() for tasks without a handle, post() of a packaged_task,
 * which gives a std::future, for those with one.  (post() with use_future does the same, and
 * takes longer.)
 */
#include <memory>

#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "peer_work.hpp"

namespace
{

namespace asio = boost::asio;
using peer::given;

std::unique_ptr<asio::thread_pool> pool;
std::vector<std::future<uint64_t>> futures; /* room for n */
peer::countdown counted;

const char *open(const bench_case *c)
{
	given = *c;
	pool = std::make_unique<asio::thread_pool>(static_cast<size_t>(c->workers));
	futures.reserve(static_cast<size_t>(c->n));
	return nullptr;
}

void close()
{
	pool->join();
	pool.reset();
	futures.shrink_to_fit();
}

/* -- with a future ---------------------------------------------------------------------------- */

template <class Function> std::future<uint64_t> submit_one(Function function)
{
	return asio::post(*pool, std::packaged_task<uint64_t()>(function));
}

void submit_all()
{
	for (long i = 0; i < given.n; i++)
		futures.push_back(submit_one([i] { return static_cast<uint64_t>(i); }));
}

uint64_t take_all()
{
	uint64_t sum = 0;

	for (auto &future : futures)
		sum += future.get();
	futures.clear();
	return sum;
}

long submit()
{
	submit_all();
	return peer::check_sum(take_all());
}

long grain()
{
	long rounds = bench_param(&given, "rounds", 100);

	for (long i = 0; i < given.n; i++)
		futures.push_back(submit_one([rounds] { return bench_work(1, rounds); }));
	return peer::check_work(take_all(), rounds);
}

long roundtrip()
{
	return peer::round_trips([](long i) {
		return static_cast<long>(
			submit_one([i] { return static_cast<uint64_t>(i); }).get());
	});
}

/* -- without ---------------------------------------------------------------------------------- */

void submit_detached(long share)
{
	for (long i = 0; i < share; i++)
		asio::post(*pool, [] { counted.one(); });
}

long detached()
{
	counted.start(given.n);
	submit_detached(given.n);
	counted.wait();
	return given.n;
}

long producers()
{
	int threads = static_cast<int>(bench_param(&given, "producers", 1));

	return peer::produce(given.n, threads, counted, submit_detached);
}

/* -- the pool itself -------------------------------------------------------------------------- */

const char *open_none(const bench_case *c)
{
	given = *c;
	return nullptr;
}

void close_none()
{
}

/* Each task waits for the others, so that it needs a thread of its own. */
long start_and_stop()
{
	asio::thread_pool used_once(static_cast<size_t>(given.workers));
	peer::gate gate;

	for (int i = 0; i < given.workers; i++)
		asio::post(used_once, [&gate] { gate.pass(given.workers); });
	used_once.join();
	return 1;
}

long memory()
{
	peer::gate gate;

	for (int i = 0; i < given.workers; i++)
		asio::post(*pool, [&gate] { gate.pass(); });
	gate.until(given.workers);
	peer::weigh(submit_all);
	gate.open();
	return peer::check_sum(take_all());
}

const bench benches[] = {
	{"submit", open, submit, close},
	{"roundtrip", open, roundtrip, close},
	{"roundtrip_cold", open, roundtrip, close},
	{"grain", open, grain, close},
	{"detached", open, detached, close},
	{"producers", open, producers, close},
	{"pool", open_none, start_and_stop, close_none},
	{"memory", open, memory, close},
	{nullptr, nullptr, nullptr, nullptr},
};

} /* namespace */

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "asio", benches);
}
