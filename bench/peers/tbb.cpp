/* SPDX-License-Identifier: MIT */
/* oneTBB.
 *
 * Its own way is that the caller takes part: tasks go to a task_group, and who waits for the
 * group runs tasks meanwhile.  W workers are the caller and W - 1 threads.  A task has no
 * handle of its own: its result goes to a place that the caller has made, and the group is
 * what one waits for.
 *
 * @enqueue is the same from outside: W threads in an arena where the caller has no place.
 *
 * Its threads are one hidden pool, which ends only when nobody in the process uses it any
 * more: there is nothing to start and to stop.
 */
#include <utility>

#include <tbb/task_group.h>

#include "tbb_loops.hpp"

namespace
{

using peer::arena;
using peer::given;

std::vector<uint64_t> results;
peer::countdown counted;

const char *open(const bench_case *c)
{
	peer::open_arena(c, true);
	results.assign(static_cast<size_t>(c->n), 0);
	return nullptr;
}

const char *open_outside(const bench_case *c)
{
	peer::open_arena(c, false);
	results.assign(static_cast<size_t>(c->n), 0);
	return nullptr;
}

void close()
{
	results.clear();
	results.shrink_to_fit();
	peer::close_arena();
}

/* Takes them away: the next run has to make its own. */
uint64_t sum_of_results()
{
	uint64_t sum = 0;

	for (uint64_t &result : results)
		sum += std::exchange(result, 0);
	return sum;
}

/* -- submit and wait -------------------------------------------------------------------------- */

long submit()
{
	arena->execute([] {
		tbb::task_group group;
		uint64_t *to = results.data();

		for (long i = 0; i < given.n; i++)
			group.run([to, i] { to[i] = static_cast<uint64_t>(i); });
		group.wait();
	});
	return peer::check_sum(sum_of_results());
}

/* Outside of the arena group.wait only waits. */
long submit_enqueue()
{
	tbb::task_group group;
	uint64_t *to = results.data();

	for (long i = 0; i < given.n; i++)
		arena->enqueue(
			group.defer([to, i] { to[i] = static_cast<uint64_t>(i); }));
	group.wait();
	return peer::check_sum(sum_of_results());
}

long roundtrip()
{
	return arena->execute([] {
		tbb::task_group group;

		return peer::round_trips([&group](long i) {
			long result = -1;

			group.run([&result, i] { result = i; });
			group.wait();
			return result;
		});
	});
}

long roundtrip_enqueue()
{
	tbb::task_group group;

	return peer::round_trips([&group](long i) {
		long result = -1;

		arena->enqueue(group.defer([&result, i] { result = i; }));
		group.wait();
		return result;
	});
}

long grain()
{
	long rounds = bench_param(&given, "rounds", 100);

	arena->execute([rounds] {
		tbb::task_group group;

		for (uint64_t &result : results)
			group.run([&result, rounds] { result = bench_work(1, rounds); });
		group.wait();
	});
	return peer::check_work(sum_of_results(), rounds);
}

/* -- without a handle ------------------------------------------------------------------------- */

long detached()
{
	counted.start(given.n);
	arena->execute([] {
		tbb::task_group group;

		for (long i = 0; i < given.n; i++)
			group.run([] { counted.one(); });
		group.wait();
	});
	counted.wait();
	return given.n;
}

void enqueue(long share)
{
	for (long i = 0; i < share; i++)
		arena->enqueue([] { counted.one(); });
}

long detached_enqueue()
{
	counted.start(given.n);
	enqueue(given.n);
	counted.wait();
	return given.n;
}

long producers_enqueue()
{
	int threads = static_cast<int>(bench_param(&given, "producers", 1));

	return peer::produce(given.n, threads, counted, enqueue);
}

/* -- workers that are held -------------------------------------------------------------------- */

/* Calls then(group) as the caller, while all other workers stand at a gate. */
template <class Then> void with_workers_held(const Then &then)
{
	arena->execute([&then] {
		tbb::task_group holders, group;
		peer::gate gate;

		for (int i = 1; i < given.workers; i++)
			arena->enqueue(holders.defer([&gate] { gate.pass(); }));
		gate.until(given.workers - 1);
		then(group);
		gate.open();
		group.wait();
		holders.wait();
	});
}

/* The group is cancelled as a whole, and its waiting throws the tasks away. */
long cancel()
{
	with_workers_held([](tbb::task_group &group) {
		int64_t start;

		for (uint64_t &result : results)
			group.run([&result] { result = 1; });
		start = bench_now();
		group.cancel();
		group.wait();
		bench_timed(bench_now() - start);
	});
	if (sum_of_results())
		bench_fail("a cancelled task has run");
	return given.n;
}

long memory()
{
	with_workers_held([](tbb::task_group &group) {
		peer::weigh([&group] {
			results = std::vector<uint64_t>(static_cast<size_t>(given.n));
			uint64_t *to = results.data();

			for (long i = 0; i < given.n; i++)
				group.run([to, i] { to[i] = static_cast<uint64_t>(i); });
		});
	});
	return peer::check_sum(sum_of_results());
}

const bench benches[] = {
	{"submit", open, submit, close},
	{"submit@enqueue", open_outside, submit_enqueue, close},
	{"roundtrip", open, roundtrip, close},
	{"roundtrip@enqueue", open_outside, roundtrip_enqueue, close},
	{"roundtrip_cold", open, roundtrip, close},
	{"roundtrip_cold@enqueue", open_outside, roundtrip_enqueue, close},
	{"grain", open, grain, close},
	{"wait_all", open, submit, close},
	{"detached", open, detached, close},
	{"detached@enqueue", open_outside, detached_enqueue, close},
	{"producers@enqueue", open_outside, producers_enqueue, close},
	{"forkjoin", peer::open_fib, peer::forkjoin, close},
	{"map_tiny", peer::open_map, peer::map, close},
	{"map_tiny@simple", peer::open_map, peer::map_simple, close},
	{"map_small", peer::open_map, peer::map, close},
	{"map_small@simple", peer::open_map, peer::map_simple, close},
	{"map_skewed", peer::open_skewed, peer::map, close},
	{"map_skewed@simple", peer::open_skewed, peer::map_simple, close},
	{"cancel", open, cancel, close},
	{"memory", open, memory, close},
	{nullptr, nullptr, nullptr, nullptr},
};

} /* namespace */

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "tbb", benches);
}
