/* SPDX-License-Identifier: MIT */
/* cases - small programs that explore is asked about, one a name: cases NAME.
 */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/syscall.h>

/* Runs two threads to their end. */
static void run_both(void *(*first)(void *), void *(*second)(void *))
{
	pthread_t threads[2];

	pthread_create(&threads[0], NULL, first, NULL);
	pthread_create(&threads[1], NULL, second, NULL);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
}

static void *nothing(void *argument)
{
	return argument;
}

/* -- what can be explored ------------------------------------------------------------------ */

static void *print_a(void *argument)
{
	puts("a");
	return argument;
}

static void *print_b(void *argument)
{
	puts("b");
	return argument;
}

static int prints(void)
{
	run_both(print_a, print_b);
	return 0;
}

/* The first line of the input, if the threads let it through: one text in all schedules. */
static int reads(void)
{
	char line[80] = "no line\n";

	run_both(nothing, nothing);
	(void)!fgets(line, sizeof line, stdin);
	fputs(line, stdout);
	return 0;
}

static int exits(void)
{
	run_both(nothing, nothing);
	return 3;
}

static atomic_int turn;

static void *take_turn(void *argument)
{
	turn = 1;
	return argument;
}

static void *jump_nowhere(void *argument)
{
	static int *volatile nowhere;

	*nowhere = 1;
	return argument;
}

static int crashes(void)
{
	run_both(take_turn, jump_nowhere);
	return 0;
}

static int sleeps(void)
{
	struct timespec before, after;

	clock_gettime(CLOCK_MONOTONIC, &before);
	run_both(nothing, nothing);
	sleep(3600);
	clock_gettime(CLOCK_MONOTONIC, &after);
	printf("%d\n", (int)(after.tv_sec - before.tv_sec));
	return 0;
}

/* A mutex that has no name of its own, in memory that has. */
struct account {
	int balance;
	pthread_mutex_t lock;
};

static struct account *account;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;

static void *account_first(void *argument)
{
	pthread_mutex_lock(&account->lock);
	pthread_mutex_lock(&other);
	pthread_mutex_unlock(&other);
	pthread_mutex_unlock(&account->lock);
	return argument;
}

static void *other_first(void *argument)
{
	pthread_mutex_lock(&other);
	pthread_mutex_lock(&account->lock);
	pthread_mutex_unlock(&account->lock);
	pthread_mutex_unlock(&other);
	return argument;
}

static int allocates(void)
{
	account = calloc(1, sizeof *account);
	pthread_mutex_init(&account->lock, NULL);
	run_both(account_first, other_first);
	free(account);
	return 0;
}

/* What a run must not depend on.  Prints what it sees of it, in the order of the threads. */
static void *print_environment(void *argument)
{
	const char *word = getenv("EXPLORE_TEST_WORD");

	printf("%s\n", word != NULL ? word : "-");
	return argument;
}

static int asks(void)
{
	run_both(print_environment, print_environment);
	return 0;
}

/* Three threads that say a word at each of four steps: many texts are possible. */
static void *chatter(void *argument)
{
	for (int i = 0; i < 4; i++)
		fputs(argument, stdout);
	return NULL;
}

static int chatters(void)
{
	static char words[3][2] = {"a", "b", "c"};
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, chatter, words[i]);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	puts("");
	return 0;
}

/* -- bugs of known depth ------------------------------------------------------------------- */

/* One thread takes the state from 0 to 1 and from 2 to 3, the other from 1 to 2 and from 3
 * to 4.  A step that comes too early does nothing. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static int state;

static void step(int from)
{
	pthread_mutex_lock(&gate);
	if (state == from)
		state++;
	pthread_mutex_unlock(&gate);
}

static void *take_even_steps(void *argument)
{
	step(0);
	step(2);
	return argument;
}

static void *take_odd_steps(void *argument)
{
	step(1);
	step(3);
	return argument;
}

/* Wrong with one order given: the first odd step before the first even one. */
static int depth_1(void)
{
	run_both(take_odd_steps, take_even_steps);
	return state == 1;
}

/* With two: even before odd at first, odd before even at the end. */
static int depth_2(void)
{
	run_both(take_odd_steps, take_even_steps);
	return state == 3;
}

/* With three: even, odd, even, odd. */
static int depth_3(void)
{
	run_both(take_odd_steps, take_even_steps);
	return state == 4;
}

/* -- what cannot --------------------------------------------------------------------------- */

static void *wait_for_futex(void *argument)
{
	static int word;
	struct timespec moment = {0, 1000};

	syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &moment, NULL, 0);
	return argument;
}

static int raw_futex(void)
{
	run_both(nothing, wait_for_futex);
	return 0;
}

static int shared_mutex(void)
{
	pthread_mutexattr_t attributes;
	pthread_mutex_t mutex;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&mutex, &attributes);
	run_both(nothing, nothing);
	return 0;
}

static int shared_condition(void)
{
	pthread_condattr_t attributes;
	pthread_cond_t condition;

	pthread_condattr_init(&attributes);
	pthread_condattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&condition, &attributes);
	run_both(nothing, nothing);
	return 0;
}

static int shared_semaphore(void)
{
	sem_t semaphore;

	sem_init(&semaphore, 1, 0);
	run_both(nothing, nothing);
	return 0;
}

static int named_semaphore(void)
{
	sem_t *semaphore = sem_open("/explore-test", O_CREAT, 0600, 1);

	run_both(nothing, nothing);
	if (semaphore != SEM_FAILED)
		sem_unlink("/explore-test");
	return 0;
}

static void *sleep_long(void *argument)
{
	sleep(1000);
	return argument;
}

static int cancel(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, sleep_long, NULL);
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	return 0;
}

static int wait_for_signal(void)
{
	sigset_t set;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	run_both(nothing, nothing);
	kill(getpid(), SIGUSR1);
	sigwait(&set, &number);
	return 0;
}

static void on_signal(int number)
{
	(void)number;
}

static int send_signal(void)
{
	pthread_t thread;

	signal(SIGUSR1, on_signal);
	pthread_create(&thread, NULL, sleep_long, NULL);
	pthread_kill(thread, SIGUSR1);
	pthread_join(thread, NULL);
	return 0;
}

static void *loop(void *argument)
{
	static volatile unsigned long count;

	for (;;)
		count++;
	return argument;
}

static int loop_forever(void)
{
	run_both(nothing, loop);
	return 0;
}

/* -- which --------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	int (*run)(void);
} cases[] = {
	{"prints", prints},
	{"reads", reads},
	{"exits", exits},
	{"crashes", crashes},
	{"sleeps", sleeps},
	{"allocates", allocates},
	{"asks", asks},
	{"chatters", chatters},
	{"depth_1", depth_1},
	{"depth_2", depth_2},
	{"depth_3", depth_3},
	{"raw_futex", raw_futex},
	{"shared_mutex", shared_mutex},
	{"shared_condition", shared_condition},
	{"shared_semaphore", shared_semaphore},
	{"named_semaphore", named_semaphore},
	{"cancel", cancel},
	{"wait_for_signal", wait_for_signal},
	{"send_signal", send_signal},
	{"loop_forever", loop_forever},
};

int main(int count, char **words)
{
	for (size_t i = 0; count == 2 && i < sizeof cases / sizeof cases[0]; i++)
		if (strcmp(words[1], cases[i].name) == 0)
			return cases[i].run();
	fputs("usage: cases NAME\n", stderr);
	return 2;
}
