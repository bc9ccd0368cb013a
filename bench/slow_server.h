/* SPDX-License-Identifier: MIT */
/* slow_server - a web server on this machine that takes its time: what the bench `http` asks,
 * on heddle's side and on Python's.  It runs in a process of its own:
 *
 *	headlines --slow-server 20
 *
 * It writes its port, which the kernel chooses, as one line to standard output, and answers
 * every request with 204 after so many milliseconds.  Each connection has a thread of its own,
 * so that none waits for another.  The end of its standard input is its end: it does not
 * outlive who started it.
 */
#ifndef HEDDLE_SLOW_SERVER_H
#define HEDDLE_SLOW_SERVER_H

/* Returns the exit status. */
int slow_server(const char *milliseconds);

#endif
