/* SPDX-License-Identifier: MIT */
/* refuse - calls whose effects on other threads cannot be controlled: they end the run, and
 * the user is told which one it was.
 */
#include <aio.h>
#include <errno.h>
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include "descriptors.h"
#include "point.h"
#include "real.h"
#include "verdict.h"

/* Outside of a controlled run, the real function is called. */
#define REFUSED(type, name, parameters, arguments, construct, remedy)                    \
	INTERPOSED type name parameters                                                  \
	{                                                                                \
		if (point_controls() != NULL)                                            \
			verdict_refuse(construct, CALL_PC(), remedy);                    \
		return RARE(name) arguments;                                             \
	}

/* -- threads that other threads interrupt -------------------------------------------------- */

REFUSED(int, pthread_cancel, (pthread_t thread), (thread), "pthread_cancel",
	"let the thread look at a flag, and return")

INTERPOSED int pthread_kill(pthread_t thread, int signal)
{
	if (point_controls() != NULL && signal != 0 &&
	    !pthread_equal(thread, pthread_self()))
		verdict_refuse("a signal to another thread (pthread_kill)", CALL_PC(),
			       "let the thread look at a flag, or wait for a condition");
	return real.pthread_kill(thread, signal);
}

INTERPOSED int pthread_sigqueue(pthread_t thread, int signal, const union sigval value)
{
	if (point_controls() != NULL && signal != 0 &&
	    !pthread_equal(thread, pthread_self()))
		verdict_refuse("a signal to another thread (pthread_sigqueue)", CALL_PC(),
			       "let the thread wait for a condition");
	return RARE(pthread_sigqueue)(thread, signal, value);
}

/* -- waiting for signals ------------------------------------------------------------------- */

#define NO_SIGNALS "let the thread wait for a condition or a semaphore"

REFUSED(int, sigwait, (const sigset_t *set, int *signal), (set, signal),
	"waiting for a signal (sigwait)", NO_SIGNALS)
REFUSED(int, sigwaitinfo, (const sigset_t *set, siginfo_t *info), (set, info),
	"waiting for a signal (sigwaitinfo)", NO_SIGNALS)
REFUSED(int, sigtimedwait,
	(const sigset_t *set, siginfo_t *info, const struct timespec *timeout),
	(set, info, timeout), "waiting for a signal (sigtimedwait)", NO_SIGNALS)
REFUSED(int, sigsuspend, (const sigset_t *set), (set),
	"waiting for a signal (sigsuspend)", NO_SIGNALS)
REFUSED(int, pause, (void), (), "waiting for a signal (pause)", NO_SIGNALS)
REFUSED(int, signalfd, (int fd, const sigset_t *mask, int flags), (fd, mask, flags),
	"signals read from a descriptor (signalfd)", NO_SIGNALS)

/* -- timers in real time ------------------------------------------------------------------- */

REFUSED(int, timerfd_create, (clockid_t clock, int flags), (clock, flags),
	"a timer that is read from a descriptor (timerfd)",
	"use the timeout of poll, or a thread that sleeps")

INTERPOSED int timer_create(clockid_t clock, struct sigevent *event, timer_t *timer)
{
	if (point_controls() != NULL &&
	    (event == NULL || event->sigev_notify != SIGEV_NONE))
		verdict_refuse(
			"a timer that sends signals or starts threads (timer_create)",
			CALL_PC(), "use a thread that sleeps");
	return RARE(timer_create)(clock, event, timer);
}

/* -- queues and semaphores of the system --------------------------------------------------- */

#define NO_QUEUES "use a queue with a mutex and a condition"

REFUSED(ssize_t, mq_receive,
	(mqd_t queue, char *message, size_t size, unsigned *priority),
	(queue, message, size, priority), "a message queue (mq_receive)", NO_QUEUES)
REFUSED(ssize_t, mq_timedreceive,
	(mqd_t queue, char *message, size_t size, unsigned *priority,
	 const struct timespec *deadline),
	(queue, message, size, priority, deadline), "a message queue (mq_timedreceive)",
	NO_QUEUES)
REFUSED(int, mq_send, (mqd_t queue, const char *message, size_t size, unsigned priority),
	(queue, message, size, priority), "a message queue (mq_send)", NO_QUEUES)
REFUSED(int, mq_timedsend,
	(mqd_t queue, const char *message, size_t size, unsigned priority,
	 const struct timespec *deadline),
	(queue, message, size, priority, deadline), "a message queue (mq_timedsend)",
	NO_QUEUES)
REFUSED(int, mq_notify, (mqd_t queue, const struct sigevent *event), (queue, event),
	"a message queue (mq_notify)", NO_QUEUES)
REFUSED(ssize_t, msgrcv, (int queue, void *message, size_t size, long type, int flags),
	(queue, message, size, type, flags), "a message queue (msgrcv)", NO_QUEUES)
REFUSED(int, msgsnd, (int queue, const void *message, size_t size, int flags),
	(queue, message, size, flags), "a message queue (msgsnd)", NO_QUEUES)
REFUSED(int, semop, (int set, struct sembuf *operations, size_t n), (set, operations, n),
	"a System V semaphore (semop)", "use sem_t")
REFUSED(int, semtimedop,
	(int set, struct sembuf *operations, size_t n, const struct timespec *timeout),
	(set, operations, n, timeout), "a System V semaphore (semtimedop)", "use sem_t")

/* -- input and output behind the program's back -------------------------------------------- */

#define NO_AIO "read and write in threads of the program"

REFUSED(int, aio_read, (struct aiocb * block), (block), "asynchronous input (aio_read)",
	NO_AIO)
REFUSED(int, aio_write, (struct aiocb * block), (block),
	"asynchronous output (aio_write)", NO_AIO)
REFUSED(int, aio_read64, (struct aiocb64 * block), (block),
	"asynchronous input (aio_read)", NO_AIO)
REFUSED(int, aio_write64, (struct aiocb64 * block), (block),
	"asynchronous output (aio_write)", NO_AIO)
REFUSED(int, aio_fsync, (int operation, struct aiocb *block), (operation, block),
	"asynchronous output (aio_fsync)", NO_AIO)
REFUSED(int, lio_listio,
	(int mode, struct aiocb *const blocks[], int n, struct sigevent *event),
	(mode, blocks, n, event), "asynchronous input or output (lio_listio)", NO_AIO)

/* -- other ways to make threads ------------------------------------------------------------ */

INTERPOSED int clone(int (*start)(void *), void *stack, int flags, void *argument, ...)
{
	void *more[3];
	va_list arguments;

	if (point_controls() != NULL)
		verdict_refuse("clone()", CALL_PC(), "use pthread_create or fork");
	va_start(arguments, argument);
	for (int i = 0; i < 3; i++)
		more[i] = va_arg(arguments, void *);
	va_end(arguments);
	return RARE(clone)(start, stack, flags, argument, more[0], more[1], more[2]);
}

/* -- locks of files ------------------------------------------------------------------------ */

/* One that nobody else has is taken as usual; who would have to wait cannot be told from
 * whom, as two descriptors of one process may exclude each other, and other processes too. */
INTERPOSED int flock(int fd, int operation)
{
	int result;

	if (!descriptors_controlled() || operation & (LOCK_NB | LOCK_UN))
		return RARE(flock)(fd, operation);
	descriptors_pass(fd, CALL_PC());
	result = RARE(flock)(fd, operation | LOCK_NB);
	if (result != 0 && errno == EWOULDBLOCK)
		verdict_refuse("waiting for the lock of a file (flock)", CALL_PC(),
			       "use a mutex between threads");
	return result;
}
