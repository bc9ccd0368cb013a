# SPDX-License-Identifier: MIT
#
# json - tells whether a file is one JSON value (RFC 8259): status 0, or 1 and where it is not.

function fail(what) {
	printf "not JSON at character %d: %s: %s\n", at, what, substr(text, at, 40)
	exit failed = 1
}

function blanks() {
	while (substr(text, at, 1) ~ /[ \t\r\n]/)
		at++
}

# take: the text goes on so.
function take(what) {
	blanks()
	if (substr(text, at, length(what)) != what)
		return 0
	at += length(what)
	return 1
}

# take_word: the text goes on with what matches a pattern, which begins with ^.
function take_word(pattern) {
	blanks()
	if (!match(substr(text, at, 4000), pattern))
		return 0
	at += RLENGTH
	return 1
}

function string() {
	return take_word("^\"([^\"\\\\\001-\037]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]))*\"")
}

function members() {
	if (take("}"))
		return
	do {
		if (!string())
			fail("a name is missing")
		if (!take(":"))
			fail("a colon is missing")
		value()
	} while (take(","))
	if (!take("}"))
		fail("an object does not end")
}

function elements() {
	if (take("]"))
		return
	do
		value()
	while (take(","))
	if (!take("]"))
		fail("an array does not end")
}

function value() {
	if (take("{"))
		members()
	else if (take("["))
		elements()
	else if (!string() && !take("true") && !take("false") && !take("null") &&
	         !take_word("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?"))
		fail("a value is missing")
}

{ text = text $0 "\n" }

END {
	if (failed)
		exit 1
	at = 1
	value()
	blanks()
	if (at <= length(text))
		fail("something follows")
}
