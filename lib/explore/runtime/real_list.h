/* SPDX-License-Identifier: MIT */
/* real_list - every function that this library interposes and may have to call itself:
 * type, name, parameters.
 */
#ifndef EXPLORE_REAL_LIST_H
#define EXPLORE_REAL_LIST_H

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

typedef void *real_start(void *);
typedef void real_routine(void);
typedef void real_handler(int);

/* clang-format off */
#define EXPLORE_REALS(R) \
	R(int, pthread_create, pthread_t *, const pthread_attr_t *, real_start *, void *) \
	R(int, pthread_join, pthread_t, void **) \
	R(int, pthread_detach, pthread_t) \
	R(void, pthread_exit, void *) \
	R(int, pthread_timedjoin_np, pthread_t, void **, const struct timespec *) \
	R(int, pthread_clockjoin_np, pthread_t, void **, clockid_t, const struct timespec *) \
	R(int, pthread_tryjoin_np, pthread_t, void **) \
	R(int, pthread_cancel, pthread_t) \
	R(int, pthread_kill, pthread_t, int) \
	R(int, pthread_setname_np, pthread_t, const char *) \
	R(int, pthread_mutex_init, pthread_mutex_t *, const pthread_mutexattr_t *) \
	R(int, pthread_mutex_destroy, pthread_mutex_t *) \
	R(int, pthread_mutex_lock, pthread_mutex_t *) \
	R(int, pthread_mutex_trylock, pthread_mutex_t *) \
	R(int, pthread_mutex_timedlock, pthread_mutex_t *, const struct timespec *) \
	R(int, pthread_mutex_clocklock, pthread_mutex_t *, clockid_t, const struct timespec *) \
	R(int, pthread_mutex_unlock, pthread_mutex_t *) \
	R(int, pthread_mutex_consistent, pthread_mutex_t *) \
	R(int, pthread_mutexattr_setpshared, pthread_mutexattr_t *, int) \
	R(int, pthread_condattr_setpshared, pthread_condattr_t *, int) \
	R(int, pthread_rwlockattr_setpshared, pthread_rwlockattr_t *, int) \
	R(int, pthread_barrierattr_setpshared, pthread_barrierattr_t *, int) \
	R(int, pthread_spin_init, pthread_spinlock_t *, int) \
	R(int, pthread_spin_destroy, pthread_spinlock_t *) \
	R(int, pthread_spin_lock, pthread_spinlock_t *) \
	R(int, pthread_spin_trylock, pthread_spinlock_t *) \
	R(int, pthread_spin_unlock, pthread_spinlock_t *) \
	R(int, pthread_cond_init, pthread_cond_t *, const pthread_condattr_t *) \
	R(int, pthread_cond_destroy, pthread_cond_t *) \
	R(int, pthread_cond_wait, pthread_cond_t *, pthread_mutex_t *) \
	R(int, pthread_cond_timedwait, pthread_cond_t *, pthread_mutex_t *, const struct timespec *) \
	R(int, pthread_cond_clockwait, pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *) \
	R(int, pthread_cond_signal, pthread_cond_t *) \
	R(int, pthread_cond_broadcast, pthread_cond_t *) \
	R(int, pthread_rwlock_init, pthread_rwlock_t *, const pthread_rwlockattr_t *) \
	R(int, pthread_rwlock_destroy, pthread_rwlock_t *) \
	R(int, pthread_rwlock_rdlock, pthread_rwlock_t *) \
	R(int, pthread_rwlock_wrlock, pthread_rwlock_t *) \
	R(int, pthread_rwlock_tryrdlock, pthread_rwlock_t *) \
	R(int, pthread_rwlock_trywrlock, pthread_rwlock_t *) \
	R(int, pthread_rwlock_timedrdlock, pthread_rwlock_t *, const struct timespec *) \
	R(int, pthread_rwlock_timedwrlock, pthread_rwlock_t *, const struct timespec *) \
	R(int, pthread_rwlock_clockrdlock, pthread_rwlock_t *, clockid_t, const struct timespec *) \
	R(int, pthread_rwlock_clockwrlock, pthread_rwlock_t *, clockid_t, const struct timespec *) \
	R(int, pthread_rwlock_unlock, pthread_rwlock_t *) \
	R(int, pthread_barrier_init, pthread_barrier_t *, const pthread_barrierattr_t *, unsigned) \
	R(int, pthread_barrier_destroy, pthread_barrier_t *) \
	R(int, pthread_barrier_wait, pthread_barrier_t *) \
	R(int, sem_init, sem_t *, int, unsigned) \
	R(int, sem_destroy, sem_t *) \
	R(int, sem_wait, sem_t *) \
	R(int, sem_trywait, sem_t *) \
	R(int, sem_timedwait, sem_t *, const struct timespec *) \
	R(int, sem_clockwait, sem_t *, clockid_t, const struct timespec *) \
	R(int, sem_post, sem_t *) \
	R(int, sem_getvalue, sem_t *, int *) \
	R(int, pthread_once, pthread_once_t *, real_routine *) \
	R(int, __cxa_guard_acquire, int64_t *) \
	R(void, __cxa_guard_release, int64_t *) \
	R(void, __cxa_guard_abort, int64_t *) \
	R(int, sched_yield, void) \
	R(unsigned, sleep, unsigned) \
	R(int, usleep, useconds_t) \
	R(int, nanosleep, const struct timespec *, struct timespec *) \
	R(int, clock_nanosleep, clockid_t, int, const struct timespec *, struct timespec *) \
	R(int, clock_gettime, clockid_t, struct timespec *) \
	R(int, gettimeofday, struct timeval *, void *) \
	R(time_t, time, time_t *) \
	R(clock_t, clock, void) \
	R(int, timespec_get, struct timespec *, int) \
	R(int, printf, const char *, ...) \
	R(int, puts, const char *) \
	R(int, fputs, const char *, FILE *) \
	R(int, putchar, int) \
	R(int, putc, int, FILE *) \
	R(int, fputc, int, FILE *) \
	R(size_t, fwrite, const void *, size_t, size_t, FILE *) \
	R(int, fflush, FILE *) \
	R(void, flockfile, FILE *) \
	R(int, ftrylockfile, FILE *) \
	R(void, funlockfile, FILE *) \
	R(void, perror, const char *) \
	R(ssize_t, read, int, void *, size_t) \
	R(ssize_t, readv, int, const struct iovec *, int) \
	R(ssize_t, write, int, const void *, size_t) \
	R(ssize_t, writev, int, const struct iovec *, int) \
	R(int, accept, int, struct sockaddr *, socklen_t *) \
	R(int, accept4, int, struct sockaddr *, socklen_t *, int) \
	R(int, connect, int, const struct sockaddr *, socklen_t) \
	R(ssize_t, recv, int, void *, size_t, int) \
	R(ssize_t, recvfrom, int, void *, size_t, int, struct sockaddr *, socklen_t *) \
	R(ssize_t, recvmsg, int, struct msghdr *, int) \
	R(ssize_t, send, int, const void *, size_t, int) \
	R(ssize_t, sendto, int, const void *, size_t, int, const struct sockaddr *, socklen_t) \
	R(ssize_t, sendmsg, int, const struct msghdr *, int) \
	R(int, poll, struct pollfd *, nfds_t, int) \
	R(int, ppoll, struct pollfd *, nfds_t, const struct timespec *, const sigset_t *) \
	R(int, select, int, fd_set *, fd_set *, fd_set *, struct timeval *) \
	R(int, pselect, int, fd_set *, fd_set *, fd_set *, const struct timespec *, const sigset_t *) \
	R(int, epoll_wait, int, struct epoll_event *, int, int) \
	R(int, epoll_pwait, int, struct epoll_event *, int, int, const sigset_t *) \
	R(pid_t, fork, void) \
	R(pid_t, vfork, void) \
	R(pid_t, waitpid, pid_t, int *, int) \
	R(pid_t, wait, int *) \
	R(int, sigaction, int, const struct sigaction *, struct sigaction *) \
	R(real_handler *, signal, int, real_handler *) \
	R(void *, malloc, size_t) \
	R(void *, calloc, size_t, size_t) \
	R(void *, realloc, void *, size_t) \
	R(void, free, void *) \
	R(void *, memalign, size_t, size_t) \
	R(void *, aligned_alloc, size_t, size_t) \
	R(int, posix_memalign, void **, size_t, size_t) \
	R(size_t, malloc_usable_size, void *) \
	R(void, exit, int) \
	R(void, _exit, int) \
	R(void, abort, void) \
	R(ssize_t, getrandom, void *, size_t, unsigned)
/* clang-format on */

#endif
