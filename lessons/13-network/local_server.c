/* SPDX-License-Identifier: MIT */
#include "local_server.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

#include "lesson.h"

struct page {
	const char *path;
	unsigned status; /* HANGS_UP: closes the connection without a word */
	double delay;	 /* units */
};

#define HANGS_UP 0

/* In the order of the URLs, which is not the order of the answers.  The answers are a
 * unit apart, and stay so when a pool of five threads keeps the last page waiting. */
static const struct page pages[LOCAL_URLS] = {
	{"/report", MHD_HTTP_OK, 5},
	{NULL, 0, 0}, /* nobody listens at this one */
	{"/missing", MHD_HTTP_NOT_FOUND, 2},
	{"/broken", MHD_HTTP_INTERNAL_SERVER_ERROR, 4},
	{"/empty", MHD_HTTP_NO_CONTENT, 1},
	{"/moved", MHD_HTTP_MOVED_PERMANENTLY, 3},
	{"/silent", HANGS_UP, 12},
};

struct local_server {
	struct MHD_Daemon *daemon;
	hd_cancel_token *closing; /* what every page sleeps on */
	int nobody;		  /* a socket that has a port and does not listen */
	char urls[LOCAL_URLS][40];
};

static void need(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "the local server cannot %s: %s\n", what, strerror(errno));
	exit(1);
}

static const struct page *find_page(const char *path)
{
	for (int i = 0; i < LOCAL_URLS; i++)
		if (pages[i].path && !strcmp(pages[i].path, path))
			return &pages[i];
	return NULL;
}

static enum MHD_Result respond(struct MHD_Connection *connection, unsigned status)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result done = response ? MHD_YES : MHD_NO;

	if (done && status == MHD_HTTP_MOVED_PERMANENTLY)
		done = MHD_add_response_header(response, "Location", pages[0].path);
	if (done)
		done = MHD_queue_response(connection, status, response);
	if (response)
		MHD_destroy_response(response);
	return done;
}

/* Runs in the thread of the connection: a page that sleeps keeps nobody else waiting. */
static enum MHD_Result answer(void *arg, struct MHD_Connection *connection,
			      const char *path, const char *method, const char *version,
			      const char *upload, size_t *upload_size, void **state)
{
	local_server *server = arg;
	const struct page *page = find_page(path);

	(void)method, (void)version, (void)upload, (void)upload_size, (void)state;
	if (!page)
		return respond(connection, MHD_HTTP_NOT_FOUND);
	hd_cancel_token_wait(server->closing, lesson_seconds(page->delay));
	return page->status == HANGS_UP ? MHD_NO : respond(connection, page->status);
}

/* This machine and nobody else; the kernel chooses the port. */
static struct sockaddr_in loopback(void)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

/* A port that is taken, and at which nobody listens: who connects is refused.  The socket
 * stays open so that no other program gets the port meanwhile. */
static int bind_without_listening(unsigned *port)
{
	struct sockaddr_in address = loopback();
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	need(fd >= 0 && !bind(fd, (struct sockaddr *)&address, size) &&
		     !getsockname(fd, (struct sockaddr *)&address, &size),
	     "take a port");
	*port = ntohs(address.sin_port);
	return fd;
}

static struct MHD_Daemon *listen_on_loopback(local_server *server, unsigned *port)
{
	struct sockaddr_in address = loopback();
	unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD |
			 MHD_USE_THREAD_PER_CONNECTION;
	struct MHD_Daemon *daemon =
		MHD_start_daemon(flags, 0, NULL, NULL, answer, server,
				 MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
	const union MHD_DaemonInfo *info;

	need(daemon, "start");
	info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
	need(info, "say its port");
	*port = info->port;
	return daemon;
}

local_server *local_server_start(void)
{
	local_server *server = calloc(1, sizeof *server);
	unsigned port, refused;

	need(server, "get memory");
	must(hd_cancel_token_new(&server->closing));
	server->nobody = bind_without_listening(&refused);
	server->daemon = listen_on_loopback(server, &port);
	for (int i = 0; i < LOCAL_URLS; i++)
		snprintf(server->urls[i], sizeof server->urls[i], "http://127.0.0.1:%u%s",
			 pages[i].path ? port : refused,
			 pages[i].path ? pages[i].path : "/refused");
	return server;
}

const char *local_server_url(const local_server *server, int i)
{
	return server->urls[i];
}

void local_server_stop(local_server **server)
{
	if (!*server)
		return;
	hd_cancel_token_cancel((*server)->closing);
	MHD_stop_daemon((*server)->daemon);
	close((*server)->nobody);
	hd_cancel_token_unref((*server)->closing);
	free(*server);
	*server = NULL;
}
