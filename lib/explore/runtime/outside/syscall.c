/* SPDX-License-Identifier: MIT */
/* syscall - system calls that the program makes by their numbers.
 *
 * Those that other threads do not notice go to the kernel; those that have a function which
 * is controlled go to that; the rest cannot be controlled.
 */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "identity.h"
#include "point.h"
#include "process.h"
#include "randomness.h"
#include "real.h"
#include "sleep.h"
#include "system.h"
#include "verdict.h"

static const struct {
	long number;
	const char *construct, *remedy;
} refused[] = {
	{SYS_futex, "a raw futex", "use a mutex, a condition or a semaphore"},
#ifdef SYS_futex_waitv
	{SYS_futex_waitv, "a raw futex", "use a mutex, a condition or a semaphore"},
#endif
	{SYS_clone, "a raw clone", "use pthread_create or fork"},
#ifdef SYS_clone3
	{SYS_clone3, "a raw clone", "use pthread_create or fork"},
#endif
	{SYS_exit, "a raw exit of a thread", "return from its start routine"},
	{SYS_execve, "exec, by which the program becomes another one",
	 "explore that other program"},
	{SYS_execveat, "exec, by which the program becomes another one",
	 "explore that other program"},
#ifdef SYS_io_uring_setup
	{SYS_io_uring_setup, "io_uring", "read and write in threads of the program"},
#endif
#ifdef SYS_pause
	{SYS_pause, "waiting for a signal (pause)",
	 "let the thread wait for a condition"},
#endif
	{SYS_rt_sigtimedwait, "waiting for a signal",
	 "let the thread wait for a condition"},
	{SYS_rt_sigsuspend, "waiting for a signal",
	 "let the thread wait for a condition"},
	{SYS_signalfd4, "signals read from a descriptor (signalfd)",
	 "let the thread wait for a condition"},
	{SYS_timerfd_create, "a timer that is read from a descriptor (timerfd)",
	 "use the timeout of poll, or a thread that sleeps"},
	{SYS_timer_create, "a raw timer", "use a thread that sleeps"},
	{SYS_semop, "a System V semaphore (semop)", "use sem_t"},
	{SYS_semtimedop, "a System V semaphore (semtimedop)", "use sem_t"},
	{SYS_msgrcv, "a message queue (msgrcv)",
	 "use a queue with a mutex and a condition"},
	{SYS_msgsnd, "a message queue (msgsnd)",
	 "use a queue with a mutex and a condition"},
	{SYS_mq_timedreceive, "a message queue",
	 "use a queue with a mutex and a condition"},
	{SYS_mq_timedsend, "a message queue", "use a queue with a mutex and a condition"},
};

static void refuse(long number, uint64_t pc)
{
	for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++)
		if (refused[i].number == number)
			verdict_refuse(refused[i].construct, pc, refused[i].remedy);
}

/* As the C library's function: the error in errno. */
static long pass_on(long number, const long with[6])
{
	long result = system_call6(number, with[0], with[1], with[2], with[3], with[4],
				   with[5]);

	if (result >= 0 || result < -4095)
		return result;
	errno = (int)-result;
	return -1;
}

/* To one's own thread only. */
static long send_signal(long thread, long signal, uint64_t pc)
{
	if (!identity_is_self((pid_t)thread))
		verdict_refuse("a signal to another thread (tgkill)", pc,
			       "let the thread look at a flag, or wait for a condition");
	return raise((int)signal);
}

static long have_slept(int code)
{
	if (code == 0)
		return 0;
	errno = code;
	return -1;
}

#define TO(type, i) ((type)with[i])
#define IN(type, i) ((type *)(uintptr_t)with[i])

static long controlled(long number, const long with[6], uint64_t pc)
{
	switch (number) {
	case SYS_getpid:
		return identity_process();
	case SYS_gettid:
		return identity_thread();
	case SYS_getppid:
		return getppid();
	case SYS_kill:
		return kill(TO(pid_t, 0), TO(int, 1));
	case SYS_tgkill:
		return send_signal(with[1], with[2], pc);
	case SYS_tkill:
		return send_signal(with[0], with[1], pc);
#ifdef SYS_fork
	case SYS_fork:
		return process_fork(pc);
	case SYS_vfork:
		return process_fork(pc);
#endif
	case SYS_exit_group:
		process_leave(TO(int, 0), pc);
	case SYS_wait4:
		return wait4(TO(pid_t, 0), IN(int, 1), TO(int, 2), IN(struct rusage, 3));
	case SYS_sched_yield:
		sleep_yield(pc);
		return 0;
	case SYS_sched_getaffinity:
		return sched_getaffinity(TO(pid_t, 0), TO(size_t, 1), IN(cpu_set_t, 2)) ==
				       0
			       ? with[1]
			       : -1;
	case SYS_sched_setaffinity:
		return 0;
	case SYS_nanosleep:
		return have_slept(sleep_for(IN(const struct timespec, 0), pc));
	case SYS_clock_nanosleep:
		return have_slept(clock_nanosleep(TO(clockid_t, 0), TO(int, 1),
						  IN(const struct timespec, 2),
						  IN(struct timespec, 3)));
	case SYS_clock_gettime:
		return clock_gettime(TO(clockid_t, 0), IN(struct timespec, 1));
	case SYS_gettimeofday:
		return gettimeofday(IN(struct timeval, 0), NULL);
	case SYS_getrandom:
		return randomness_fill(IN(void, 0), TO(size_t, 1));
	case SYS_read:
		return read(TO(int, 0), IN(void, 1), TO(size_t, 2));
	case SYS_write:
		return write(TO(int, 0), IN(const void, 1), TO(size_t, 2));
	case SYS_close:
		return close(TO(int, 0));
	case SYS_ppoll:
		return ppoll(IN(struct pollfd, 0), TO(nfds_t, 1),
			     IN(const struct timespec, 2), IN(const sigset_t, 3));
#ifdef SYS_poll
	case SYS_poll:
		return poll(IN(struct pollfd, 0), TO(nfds_t, 1), TO(int, 2));
#endif
#ifdef SYS_time
	case SYS_time:
		return time(IN(time_t, 0));
#endif
	default:
		refuse(number, pc);
		return pass_on(number, with);
	}
}

INTERPOSED long syscall(long number, ...)
{
	long with[6];
	va_list arguments;

	va_start(arguments, number);
	for (int i = 0; i < 6; i++)
		with[i] = va_arg(arguments, long);
	va_end(arguments);
	if (point_controls() == NULL)
		return pass_on(number, with);
	return controlled(number, with, CALL_PC());
}
