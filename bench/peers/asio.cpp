/* SPDX-License-Identifier: MIT */
/* Boost.Asio's thread_pool: post() for tasks without a handle, post() of a packaged_task,
 * which gives a std::future, for those with one.  (post() with use_future does the same, and
 * takes longer.)
 */
#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "future_benches.hpp"

namespace
{

namespace asio = boost::asio;

class asio_pool
{
      public:
	explicit asio_pool(int workers) : pool(static_cast<size_t>(workers))
	{
	}

	~asio_pool()
	{
		pool.join();
	}

	template <class Function> std::future<uint64_t> submit(Function function)
	{
		return asio::post(pool, std::packaged_task<uint64_t()>(function));
	}

	template <class Function> void post(Function function)
	{
		asio::post(pool, function);
	}

      private:
	asio::thread_pool pool;
};

using with = peer::future_benches<asio_pool>;

const bench benches[] = {
	{"submit", with::open, with::submit, with::close},
	{"roundtrip", with::open, with::roundtrip, with::close},
	{"roundtrip_cold", with::open, with::roundtrip, with::close},
	{"grain", with::open, with::grain, with::close},
	{"detached", with::open, with::detached, with::close},
	{"producers", with::open, with::producers, with::close},
	{"pool", peer::open_nothing, with::start_and_stop, peer::close_nothing},
	{"memory", with::open, with::memory, with::close},
	{nullptr, nullptr, nullptr, nullptr},
};

} /* namespace */

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "asio", benches);
}
