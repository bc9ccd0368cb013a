# SPDX-License-Identifier: MIT
"""devtools - a Chromium without a window, spoken to over its DevTools pipe.

    with Browser(chromium, folder) as browser:
        browser.open("file:///tmp/page.html")
        browser.ask("Emulation.setEmulatedMedia", features=[...])
        print(browser.value("document.title"))
    print(browser.events)

Needs nothing but Python's own library.  Whatever the page does between open and the end of
the with stands in events, as (method, params).
"""
import fcntl
import json
import os
import select
import subprocess
import time

SECONDS = 60  # that one answer may take, on a busy machine

FLAGS = [
    "--headless=new",
    "--no-sandbox",  # root has none, and the only page is ours
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
]


class BrowserError(Exception):
    """The browser did not start, did not answer, or refused."""


class Browser:
    def __init__(self, chromium, folder):
        self.events = []
        self._answers = {}
        self._last = 0
        self._session = None
        self._unread = b""
        # Away from 3 and 4, where the browser expects its ends.
        orders, self._orders = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in os.pipe()]
        self._replies, replies = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in os.pipe()]

        def take_ends():
            os.dup2(orders, 3)
            os.dup2(replies, 4)

        self._log = open(os.path.join(folder, "chromium.log"), "wb")
        self._process = subprocess.Popen(
            [chromium, *FLAGS, "--user-data-dir=" + os.path.join(folder, "profile")],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            pass_fds=(3, 4),
            preexec_fn=take_ends,
            start_new_session=True,
        )
        os.close(orders)
        os.close(replies)

    def __enter__(self):
        try:
            target = self.ask("Target.createTarget", url="about:blank")["targetId"]
            attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        except BaseException:
            self._process.kill()
            raise
        self._session = attached["sessionId"]
        for domain in "Page", "Runtime", "Log", "Network", "Audits":
            self.ask(domain + ".enable")
        return self

    def __exit__(self, *_):
        try:
            self._session = None
            self.ask("Browser.close")
            self._process.wait(SECONDS)
        except (BrowserError, subprocess.TimeoutExpired):
            self._process.kill()
        self._process.wait()
        self._log.close()

    def ask(self, method, **params):
        self._last += 1
        order = {"id": self._last, "method": method, "params": params}
        if self._session:
            order["sessionId"] = self._session
        try:
            os.write(self._orders, json.dumps(order).encode() + b"\0")
        except BrokenPipeError:
            raise BrowserError("the browser ended") from None
        end = time.monotonic() + SECONDS
        while order["id"] not in self._answers:
            self._read(method, end)
        answer = self._answers.pop(order["id"])
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, url):
        self.ask("Page.navigate", url=url)
        end = time.monotonic() + SECONDS
        while not any(method == "Page.loadEventFired" for method, _ in self.events):
            self._read("loading " + url, end)

    def value(self, expression):
        answer = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise BrowserError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def _read(self, what, end):
        ready, _, _ = select.select([self._replies], [], [], max(0, end - time.monotonic()))
        part = os.read(self._replies, 1 << 20) if ready else b""
        if not part:
            raise BrowserError(f"{what}: no answer" + ("" if ready else f" in {SECONDS} s"))
        *messages, self._unread = (self._unread + part).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self.events.append((message["method"], message["params"]))
