/* SPDX-License-Identifier: MIT */
/* future_pool - the thread pool that everybody writes in C++: packaged tasks in a queue, one
 * mutex, one condition, and the futures of the standard library.
 *
 *	future_pool pool(2);
 *	std::future<uint64_t> future = pool.submit([] { return uint64_t(7); });
 *	use(future.get());
 *
 * Threads:  submit and post are for any thread.
 * Time:     the destructor waits until all that was submitted has run.
 */
#ifndef HEDDLE_FUTURE_POOL_HPP
#define HEDDLE_FUTURE_POOL_HPP

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace peer
{

class future_pool
{
      public:
	explicit future_pool(int workers)
	{
		for (int i = 0; i < workers; i++)
			threads.emplace_back([this] { serve(); });
	}

	~future_pool()
	{
		{
			std::lock_guard<std::mutex> locked(lock);
			stopping = true;
		}
		changed.notify_all();
		for (auto &thread : threads)
			thread.join();
	}

	template <class Task> std::future<uint64_t> submit(Task &&function)
	{
		std::packaged_task<uint64_t()> task(std::forward<Task>(function));
		std::future<uint64_t> future = task.get_future();

		{
			std::lock_guard<std::mutex> locked(lock);
			tasks.push_back(std::move(task));
		}
		changed.notify_one();
		return future;
	}

	/* There is always a future, and nobody keeps it. */
	template <class Task> void post(Task &&function)
	{
		submit([function] {
			function();
			return uint64_t(0);
		});
	}

      private:
	void serve()
	{
		std::unique_lock<std::mutex> locked(lock);

		for (;;) {
			changed.wait(locked,
				     [this] { return stopping || !tasks.empty(); });
			if (tasks.empty())
				return;
			std::packaged_task<uint64_t()> task = std::move(tasks.front());
			tasks.pop_front();
			locked.unlock();
			task();
			locked.lock();
		}
	}

	std::mutex lock;
	std::condition_variable changed;
	std::deque<std::packaged_task<uint64_t()>> tasks;
	bool stopping = false;
	std::vector<std::thread> threads;
};

} /* namespace peer */
#endif
