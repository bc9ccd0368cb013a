/* SPDX-License-Identifier: MIT */
/* peer - what the measuring programs in C++ share: waiting until tasks without a handle have
 * run, holding workers at a gate, threads that submit, bytes per task.
 *
 * Threads:  tasks call countdown::one and gate::pass; all else is the submitter's.
 */
#ifndef HEDDLE_PEER_HPP
#define HEDDLE_PEER_HPP

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "../bench.h"

namespace peer
{

/* Counts tasks that ran, and wakes who waits for the last of them. */
class countdown
{
      public:
	void start(long tasks)
	{
		left = tasks;
		over = false;
	}

	void one()
	{
		if (left.fetch_sub(1, std::memory_order_acq_rel) != 1)
			return;
		/* Notified under the lock: the waiter may be gone right after it. */
		std::lock_guard<std::mutex> locked(lock);
		over = true;
		changed.notify_one();
	}

	void wait()
	{
		std::unique_lock<std::mutex> locked(lock);

		changed.wait(locked, [this] { return over; });
	}

      private:
	std::atomic<long> left{0};
	std::mutex lock;
	std::condition_variable changed;
	bool over = false;
};

/* Where threads stand until it is opened.  It does not go before the last has left. */
class gate
{
      public:
	~gate()
	{
		std::unique_lock<std::mutex> locked(lock);

		changed.wait(locked, [this] { return standing == 0; });
	}

	/* Whom enough others stand beside opens it. */
	void pass(int enough = std::numeric_limits<int>::max())
	{
		std::unique_lock<std::mutex> locked(lock);

		if (++standing >= enough)
			is_open = true;
		changed.notify_all();
		changed.wait(locked, [this] { return is_open; });
		standing--;
		changed.notify_all();
	}

	/* Waits until so many have come. */
	void until(int count)
	{
		std::unique_lock<std::mutex> locked(lock);

		changed.wait(locked, [this, count] { return standing >= count; });
	}

	void open()
	{
		std::lock_guard<std::mutex> locked(lock);

		is_open = true;
		changed.notify_all();
	}

      private:
	std::mutex lock;
	std::condition_variable changed;
	int standing = 0;
	bool is_open = false;
};

/* Submits n tasks from so many threads, with submit(how many), and takes the time from the
 * moment when all of them may begin until the last task has run. */
template <class Submit>
long produce(long n, int producers, countdown &tasks, const Submit &submit)
{
	std::vector<std::thread> threads;
	gate begin;
	int64_t start;

	tasks.start(n);
	for (int i = 0; i < producers; i++)
		threads.emplace_back([&, i] {
			begin.pass();
			submit(n * (i + 1) / producers - n * i / producers);
		});
	begin.until(producers);
	start = bench_now();
	begin.open();
	tasks.wait();
	bench_timed(bench_now() - start);
	for (auto &thread : threads)
		thread.join();
	return n;
}

/* Says by how much the memory in use has grown when fill() has queued its tasks, since before
 * the first call: memory that was kept for the next tasks then counts again. */
template <class Fill> void weigh(const Fill &fill)
{
	static int64_t before;

#ifdef __GLIBC__
	if (!before)
		malloc_trim(0); /* what other benches have left behind */
#endif
	if (!before)
		before = bench_resident();
	fill();
	bench_bytes(bench_resident() - before);
}

} /* namespace peer */
#endif
