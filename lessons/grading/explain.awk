# SPDX-License-Identifier: MIT
#
# explain - the first error of a compiler, in other words.
#
#   awk -f explain.awk ERRORS
#
# The messages are those of gcc and clang; of one that is not known nothing is said.

function means(pattern, words) {
  if (meaning == "" && $0 ~ pattern)
    meaning = words
}

/error/ {
  means("expected declaration or statement at end of input|expected '}'",
    "a } is missing somewhere above")
  means("expected ';'", "a ; is missing, here or at the end of the line before")
  means("expected '\\)'|expected expression", "look for a parenthesis or an operand that is missing")
  means("undeclared|use of undeclared",
    "this name is not known here: is it misspelt, declared further down, or is an #include missing?")
  means("unknown type name", "no header that is included has this type: bool needs <stdbool.h>, " \
    "size_t <stddef.h>, pthread_t <pthread.h>")
  means("conflicting types", "this function is not as the header declares it: compare the types")
  means("too (few|many) arguments", "compare the call with the declaration: their numbers differ")
  means("incompatible|makes (pointer|integer)", "the two types do not fit: is a * or & missing?")
  means("has no member named|no member named", "the struct has no such field: is it misspelt?")
  means("undefined type|incomplete type",
    "the header only names this struct: your file has to say what is in it, and before it is used")
  means("redefinition|redeclared", "this is defined twice")
  means("lvalue", "only a variable can be assigned to: is = meant to be ==?")
  means("No such file", "only the system's headers and the assignment's can be included")
  if (meaning != "") {
    print "\nthat means: " meaning
    exit
  }
}
