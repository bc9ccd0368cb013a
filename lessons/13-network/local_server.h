/* SPDX-License-Identifier: MIT */
/* local_server - a small web server in this process, so that the lesson needs no network.
 *
 *	local_server *server = local_server_start();
 *
 *	for (int i = 0; i < LOCAL_URLS; i++)
 *		fetch(local_server_url(server, i));
 *	local_server_stop(&server);
 *
 * Each page takes its time, in units, and has a status of its own.  One address refuses
 * the connection, and one page says nothing for so long that the client must give up.
 *
 * Errors:   what cannot be had ends the program with one line and exit status 1.
 * Threads:  start and stop: one thread; url: any.
 * Memory:   the URLs belong to the server.
 * Time:     stop wakes the pages that still sleep; it does not wait for their delays.
 */
#ifndef LOCAL_SERVER_H
#define LOCAL_SERVER_H

/* How many URLs there are. */
#define LOCAL_URLS 7

typedef struct local_server local_server;

/* Listens on the loopback interface, at a port that the kernel chooses. */
local_server *local_server_start(void);

const char *local_server_url(const local_server *server, int i);

/* Sets *server to NULL; NULL is let be. */
void local_server_stop(local_server **server);

#endif
