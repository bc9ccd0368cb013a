/* SPDX-License-Identifier: MIT */
/* E39: many web servers are asked at once; each status is printed when it comes. */
#include <math.h>
#include <signal.h>

#include <curl/curl.h>

#include "lesson.h"
#include "local_server.h"

#define LOCAL_TIMEOUT 8 /* units: more than any page needs that answers at all */
#define TIMEOUT	      10

struct request {
	const char *url;
	const char *no_proxy; /* "*" at home; NULL: as the environment says */
	double timeout;	      /* units */
	double took; /* units; the task writes it, the end of the task publishes it */
};

/* libcurl must not touch signals when there are threads (CURLOPT_NOSIGNAL), so a
 * connection that breaks could end the program with SIGPIPE: no worker lets that in. */
static void *block_sigpipe(void *unused)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	return unused;
}

static size_t discard(char *bytes, size_t size, size_t count, void *unused)
{
	(void)bytes, (void)unused;
	return size * count;
}

static bool only_http(CURL *curl)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return !curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	return !curl_easy_setopt(curl, CURLOPT_PROTOCOLS,
				 (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static bool prepare(CURL *curl, const struct request *request)
{
	double ms = ceil(lesson_seconds(request->timeout) * 1000);

	return only_http(curl) && !curl_easy_setopt(curl, CURLOPT_URL, request->url) &&
	       !curl_easy_setopt(curl, CURLOPT_NOPROXY, request->no_proxy) &&
	       !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
	       !curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)fmin(ms, INT_MAX)) &&
	       !curl_easy_setopt(curl, CURLOPT_USERAGENT, "heddle-lesson-13") &&
	       !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, discard);
}

/* The task: the status code is its result.  The handle is its own: two threads may use
 * libcurl at the same time, but never the same handle. */
static void *get_status(void *arg)
{
	struct request *request = arg;
	CURL *curl = curl_easy_init();
	CURLcode code = CURLE_OUT_OF_MEMORY;
	double start = lesson_elapsed();
	long status = 0;

	if (curl && prepare(curl, request))
		code = curl_easy_perform(curl);
	if (!code)
		code = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	request->took = lesson_elapsed() - start;
	if (code)
		return hd_raise((int)code, "%s", curl_easy_strerror(code));
	return (void *)(intptr_t)status;
}

static void submit_all(hd_executor *ex, struct request *requests, hd_future **futures,
		       int count)
{
	for (int i = 0; i < count; i++) {
		hd_task task = {
			.fn = get_status,
			.arg = &requests[i],
			.user_data = &requests[i],
			.label = requests[i].url,
		};

		must(hd_executor_submit_task(ex, &task, &futures[i]));
	}
}

/* Prints each answer when it comes; returns what all of them took together. */
static double print_as_completed(hd_future **futures, int count)
{
	hd_as_completed *it;
	hd_future *f;
	double sum = 0;

	must(hd_as_completed_new(futures, (size_t)count, HD_FOREVER, &it));
	while (hd_as_completed_next(it, &f) == HD_OK) {
		const struct request *request = hd_future_user_data(f);
		hd_error error;
		void *status;

		must(hd_future_exception(f, 0, &error));
		if (error.code) {
			lesson_say("failed <- %s (%.1f s): %s", request->url,
				   request->took, error.message);
		} else {
			must(hd_future_result(f, 0, &status));
			lesson_say("%ld <- %s (%.1f s)", (long)(intptr_t)status,
				   request->url, request->took);
		}
		sum += request->took;
	}
	hd_as_completed_free(&it);
	return sum;
}

static void run(struct request *requests, int count)
{
	hd_executor_options options = {
		.trace = lesson_trace(),
		.initializer = block_sigpipe,
	};
	hd_future **futures = calloc((size_t)count, sizeof *futures);
	double start = lesson_elapsed(), sum;
	hd_executor *ex;

	must(futures ? HD_OK : HD_ENOMEM);
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	submit_all(ex, requests, futures, count);
	sum = print_as_completed(futures, count);
	must(hd_executor_free(&ex));
	lesson_say("elapsed %.2f seconds", lesson_elapsed() - start);
	lesson_say("one after the other: %.2f seconds", sum);
	for (int i = 0; i < count; i++)
		hd_future_unref(futures[i]);
	free(futures);
}

/* The URLs that were given, or those of the server. */
static struct request *new_requests(const local_server *server, int count)
{
	struct request *requests = calloc((size_t)count, sizeof *requests);

	must(requests ? HD_OK : HD_ENOMEM);
	for (int i = 0; i < count; i++) {
		const char *url =
			server ? local_server_url(server, i) : lesson_operand(i);

		if (url[0] == '-') {
			fprintf(stderr,
				"http_requests: '%s' is no URL; options come first\n",
				url);
			exit(2);
		}
		requests[i].url = url;
		requests[i].no_proxy = server ? "*" : NULL;
		requests[i].timeout = server ? LOCAL_TIMEOUT : TIMEOUT;
	}
	return requests;
}

int main(int argc, char **argv)
{
	local_server *server = NULL;
	struct request *requests;
	int count;

	lesson_begin(
		argc, argv,
		"Asks many web servers at once, and prints each status as it comes.\n"
		"Without a URL it asks a small server of its own.",
		HD_DEFAULT_WORKERS, "[URL...]");
	/* Once, before there is a second thread: libcurl's rule. */
	must(curl_global_init(CURL_GLOBAL_DEFAULT) ? HD_ENOMEM : HD_OK);
	count = lesson_operands();
	if (!count) {
		server = local_server_start();
		count = LOCAL_URLS;
	}
	requests = new_requests(server, count);
	run(requests, count);
	free(requests);
	local_server_stop(&server);
	curl_global_cleanup();
	return lesson_end();
}
