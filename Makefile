# SPDX-License-Identifier: MIT
#
# heddle's one Makefile: GNU make 4.2 or later, non-recursive, everything under build/.
#
# Files are found by their place, and nothing here needs to change when one is added:
#   lib/*.c                the library
#   lessons/NN-name/*.c    a file with a line "int main(" is a program; the others of its
#   tests/*.c, bench/*.c   folder are linked into each program there
#   lessons/*.c            linked into every lesson program
#   lib/explore/*.c        linked into explore's library and into its command
#   lib/explore/runtime/**.c ... its library; lib/explore/command/**.c ... its command
#   tests/explore/harness/*.c  programs that explore runs, built with explore-cc
#   bench/peers/*.c, .cpp  whom heddle is measured against: programs without the library
#   FOLDER/pkgs            the pkg-config modules that all programs of the folder need
#   FOLDER/NAME.pkgs       ... that the program NAME needs; where one is not installed,
#                          the program is skipped, and make says so
#
# `make help` is made from the `##` comments below.

ifneq (4.2,$(firstword $(sort 4.2 $(MAKE_VERSION))))
$(error heddle needs GNU make 4.2 or later, this is $(MAKE_VERSION) (on macOS: gmake))
endif

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

VERSION := 0.1.0
SONAME := libheddle.so.0

# -- variables ------------------------------------------------------------------------------

##@ Variables
MODE ?= release## release (-O2) or debug (-O0)
SAN ?=## thread, or address,undefined: instrumented by these sanitizers
ifeq ($(origin CXX),default)
CXX = $(subst gcc,g++,$(subst clang,clang++,$(patsubst cc,c++,$(notdir $(CC)))))
endif
ifeq ($(origin CC),default)
CC := $(or $(shell for c in gcc clang cc; do command -v $$c && break; done),gcc)
CC := $(notdir $(CC))## gcc or clang
endif
STRICT ?=## 1: warnings are errors; for bench-compare: unclear is one, too
V ?=## 1: print whole commands
UNIT ?= 1## seconds that a lesson calls one second
ARGS ?=## further options for lesson-NN and timeline, such as ARGS='--workers 3'
BENCH ?=## questions to measure, such as BENCH='submit*,thread'; make bench-list names them
PEERS ?=## peers to compare with, such as PEERS=libuv,tbb or PEERS=none
WORKERS ?=## numbers of workers, such as WORKERS=1,2
BASE ?=## what bench-compare compares with: a commit, a branch, a tag
EXPLORE_ARGS ?=## options of explore, such as EXPLORE_ARGS='-n 5000 --weak'
A ?=## an assignment, such as A=bounded-queue; make start lists them
SUBMISSION ?=## what grade judges: a file, or a folder with a file of the assignment's name
DIR ?=## what grade-class judges: a folder with a folder for each student, or files ID.c
FORMAT ?= bats## how grade says it: bats text tap json junit gradescope classroom50 exercism
SEED ?= 1## another seed tries other interleavings of a submission
SEEDS ?= 1## with how many seeds, from SEED on, mutants tries
KILLERS ?=## only: mutants meet only the test that they name, which is quicker
JOBS ?=## how many submissions are judged at once; as many as there are processors
N ?=## a hint: 1, 2 or 3
WORK ?= lessons/mine## the folder with your own copies of the assignments
PREFIX ?= /usr/local## where install puts things
DESTDIR ?=## a folder that stands for / during install
BUILD ?= build

comma := ,
quote = '$(subst ','\'',$(1))'

# -- the variant ----------------------------------------------------------------------------

MODE_FLAGS_release := -O2 -g
MODE_FLAGS_debug := -O0 -g3
SAN_NAME_thread := -tsan
SAN_NAME_address := -asan
SAN_NAME_undefined := -ubsan

ifneq ($(words $(MODE)),1)
$(error MODE='$(MODE)': it is one of release, debug)
endif
ifeq ($(MODE_FLAGS_$(MODE)),)
$(error MODE='$(MODE)': it is one of release, debug)
endif
sanitizers := $(sort $(subst $(comma), ,$(SAN)))
ifneq ($(filter-out thread address undefined,$(sanitizers)),)
$(error SAN='$(SAN)': it is a comma list of thread, address, undefined)
endif
ifeq ($(filter thread address,$(sanitizers)),address thread)
$(error SAN='$(SAN)': thread and address exclude each other)
endif

VARIANT := $(MODE)$(if $(findstring clang,$(CC)),-clang)
VARIANT := $(VARIANT)$(subst $() ,,$(foreach s,$(sanitizers),$(SAN_NAME_$(s))))
B := $(BUILD)/$(VARIANT)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wvla -Wundef -Wpointer-arith -Wwrite-strings -Wformat=2 \
	-Wno-format-nonliteral -Wconversion -Wno-sign-conversion
SAN_FLAGS := $(if $(sanitizers),-fsanitize=$(SAN) -fno-omit-frame-pointer \
	-fno-sanitize-recover=all)

# The user's own CPPFLAGS, CFLAGS, LDFLAGS and LDLIBS come last, and so win.
COMPILE = $(CC) $(COMPILE_FLAGS)
COMPILE_FLAGS = -std=c17 -D_GNU_SOURCE -Ilib $(CPPFLAGS) -pthread $(MODE_FLAGS_$(MODE)) \
	$(WARNINGS) $(if $(filter-out 0,$(STRICT)),-Werror) $(SAN_FLAGS) $(CFLAGS)
LINK = $(CC) $(LINK_FLAGS)
LINK_FLAGS = -pthread $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS)

# -- what there is --------------------------------------------------------------------------

headers := lib/heddle.h $(wildcard lib/heddle/*.h)
lib_sources := $(wildcard lib/*.c)
lesson_folders := $(patsubst %/,%,$(wildcard lessons/[0-9][0-9]-*/))
sources := $(wildcard $(lesson_folders:%=%/*.c) tests/*.c bench/*.c)
paren := (
mains := $(shell grep -l '^int main$(paren)' /dev/null $(sources))

LIB_A := $(B)/lib/libheddle.a
LIB_SO := $(B)/lib/libheddle.so
lib_objects := $(lib_sources:%.c=$(B)/obj/%.o)
pic_objects := $(lib_sources:%.c=$(B)/pic/%.o)
lesson_objects := $(patsubst %.c,$(B)/obj/%.o,$(wildcard lessons/*.c))

programs :=
watched :=
skipped :=
watched_library := $(lib_sources:%.c=$(B)/watched/%.o)

read_words = $(if $(wildcard $(1)),$(shell cat $(1)))
lacking = $(foreach p,$(1),$(if $(shell pkg-config --exists $(p) 2>&1 || echo no),$(p)))

# program: its path without .c, the objects of its folder, its pkg-config modules
define program
ifneq ($(strip $(call lacking,$(3))),)
skipped += $(1):$(subst $() ,$(comma),$(strip $(call lacking,$(3))))
else
programs += $(B)/$(1)
$(B)/$(1): $(B)/obj/$(1).o $(2) $(LIB_A)
watched += $(B)/watched/$(1)
$(B)/watched/$(1): $(patsubst $(B)/obj/%,$(B)/watched/%,$(B)/obj/$(1).o $(2)) $$(watched_library)
ifneq ($(strip $(3)),)
$(B)/$(1) $(B)/watched/$(1): private LIBS := $$(shell pkg-config --libs $(3))
$(B)/obj/$(1).o $(B)/watched/$(1).o $(2) $(patsubst $(B)/obj/%,$(B)/watched/%,$(2)): \
	private PKG_CFLAGS := $$(shell pkg-config --cflags $(3))
endif
endif
endef

# folder: its path, the objects that every program in it gets
define folder
$(foreach m,$(filter $(1)/%,$(mains)),$(eval $(call program,$(m:%.c=%),\
$(patsubst %.c,$(B)/obj/%.o,$(filter-out $(mains),$(wildcard $(1)/*.c))) $(2),\
$(call read_words,$(1)/pkgs) $(call read_words,$(m:%.c=%.pkgs)))))
endef

$(foreach f,$(lesson_folders),$(call folder,$(f),$(lesson_objects)))
$(call folder,tests)
$(call folder,bench)

EXPLORE_SO := $(B)/lib/libheddle-explore.so
EXPLORE := $(B)/bin/explore $(B)/bin/explore-cc $(EXPLORE_SO)
harness_sources := $(wildcard tests/explore/harness/*.c)
harnesses := $(harness_sources:%.c=$(B)/small/%)
# The rings and magazines of the library that they get are small; harness.h says how small.
harness_flags := $(if $(harness_sources),$(shell sed -n 's/^ \* flags: //p' \
	tests/explore/harness/harness.h))

BENCH_COMMAND := $(B)/bin/heddle-bench
driver_objects := $(patsubst %.c,$(B)/obj/%.o,$(wildcard bench/driver/*.c))

lesson_programs := $(filter $(B)/lessons/%,$(programs))
test_programs := $(filter $(B)/tests/%,$(programs))
bench_programs := $(filter $(B)/bench/%,$(programs))
peer_sources := $(wildcard bench/peers/*.c bench/peers/*.cpp)
objects := $(lib_objects) $(pic_objects) $(lesson_objects) $(driver_objects) \
	$(patsubst %.c,$(B)/obj/%.o,$(sources))

# -- building -------------------------------------------------------------------------------

##@ Build
.PHONY: all library
all: library $(EXPLORE) $(if $(driver_objects),$(BENCH_COMMAND)) $(programs) skips  ## library, explore, lessons, tests, benches (default)

library: $(LIB_A) $(LIB_SO)  ## the static and the shared library

ifneq ($(filter-out 0,$(V)),)
say = @:
Q :=
else
# What `make grade` prints is a document.
say = @printf '  %-7s %s\n' $(1) $(call quote,$(2)) $(if $(filter grade,$(MAKECMDGOALS)),>&2)
Q := @
endif

$(B)/obj/%.o: %.c $(B)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(if $(filter lessons/%,$<),-Ilessons) $(PKG_CFLAGS) -MMD -MP -c -o $@ $<

# What belongs to each thread is asked for at every task.  The library has some 200 bytes of it,
# which fit into what the loader keeps free, so it need not ask a function where they are.
$(B)/pic/%.o: %.c $(B)/flags
	$(call say,CC,$< (shared))
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIC -fvisibility=hidden -ftls-model=initial-exec -MMD -MP -c -o $@ $<

$(LIB_A): $(lib_objects) $(B)/library
	$(call say,AR,$@)
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(lib_objects)

$(LIB_SO).$(VERSION): $(pic_objects) $(B)/library
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -shared -Wl,-soname,$(SONAME) $(if $(sanitizers),,-Wl,-z,defs) \
		-o $@ $(pic_objects) $(LDLIBS)

$(LIB_SO): $(LIB_SO).$(VERSION)
	@ln -sf libheddle.so.$(VERSION) $(@D)/$(SONAME)
	@ln -sf $(SONAME) $@

# explore stands outside of what it watches, and so is never instrumented itself.
EXPLORE_COMPILE = $(CC) -std=c17 -D_GNU_SOURCE -DHEDDLE_VERSION='"$(VERSION)"' -Ilib/explore \
	$(patsubst %,-iquote %,$(if $(filter lib/explore/runtime/%,$<),$(runtime_folders),$(command_folders))) \
	$(CPPFLAGS) \
	-pthread $(MODE_FLAGS_$(MODE)) $(WARNINGS) $(if $(filter-out 0,$(STRICT)),-Werror) $(CFLAGS)

$(B)/explore/%.o: %.c $(B)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(EXPLORE_COMPILE) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

# Sixteen bytes at once: every x86-64 but the very first can, and has to be asked.
$(B)/explore/lib/explore/runtime/memory/real_atomics.o: \
	private EXPLORE_COMPILE += $(if $(filter x86_64,$(shell uname -m)),-mcx16)

# A routine of C++'s call_once may throw, through the library.
$(B)/explore/lib/explore/runtime/sync/once.o: private EXPLORE_COMPILE += -fexceptions

command_folders := $(patsubst %/,%,$(wildcard lib/explore/command/ lib/explore/command/*/))
command_objects := $(patsubst %.c,$(B)/explore/%.o,$(wildcard lib/explore/*.c $(command_folders:%=%/*.c)))
runtime_folders := $(patsubst %/,%,$(wildcard lib/explore/runtime/ lib/explore/runtime/*/))
runtime_objects := $(patsubst %.c,$(B)/explore/%.o,$(wildcard lib/explore/*.c $(runtime_folders:%=%/*.c)))

$(EXPLORE_SO): $(runtime_objects)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread $(CFLAGS) $(LDFLAGS) -shared -Wl,-z,initfirst -Wl,-z,defs \
		-Wl,-soname,$(@F) -o $@ $^ -ldl $(LDLIBS)

$(B)/bin/explore: $(command_objects)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/bin/explore-cc: lib/explore/command/explore-cc
	@mkdir -p $(@D)
	@install -m 755 $< $@

# The search by itself, against a model of the runtime.
search_test := $(patsubst %.c,$(B)/explore/%.o,$(wildcard tests/explore/search/*.c lib/explore/*.c \
	lib/explore/command/search/*.c))

$(B)/tests/search_test: $(search_test)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# What explore is to watch down to its memory accesses: built on demand.
$(B)/watched/%.o: %.c $(B)/flags $(B)/bin/explore-cc
	$(call say,WATCH,$<)
	@mkdir -p $(@D)
	$(Q)CC='$(CC)' $(B)/bin/explore-cc -std=c17 -D_GNU_SOURCE -Ilib \
		$(if $(filter lessons/%,$<),-Ilessons) $(CPPFLAGS) -O1 $(CFLAGS) $(PKG_CFLAGS) \
		-MMD -MP -c -o $@ $<

$(B)/small/%.o: %.c $(B)/flags $(B)/bin/explore-cc
	$(call say,WATCH,$< (small))
	@mkdir -p $(@D)
	$(Q)CC='$(CC)' $(B)/bin/explore-cc -std=c17 -D_GNU_SOURCE -Ilib $(harness_flags) \
		$(CPPFLAGS) -O1 $(CFLAGS) -MMD -MP -c -o $@ $<

$(harnesses): %: %.o $(lib_sources:%.c=$(B)/small/%.o)
$(watched) $(harnesses): | $(EXPLORE)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)CC='$(CC)' $(B)/bin/explore-cc -o $@ $(filter %.o,$^) $(LIBS) -lm

$(programs):
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(call read_words,$(@:$(B)/%=%.ldflags)) \
		$(LIBS) -lm $(LDLIBS)

# What was built with other flags, or from other files, is out of date.
remember = @mkdir -p $(@D); printf '%s\n' $(call quote,$(1)) >$@.new; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(B)/flags: FORCE
	@command -v $(firstword $(CC)) >/dev/null || { \
		echo "CC='$(CC)': there is no such compiler here ('make setup' installs one)" >&2; \
		exit 1; }
	$(call remember,$(shell $(CC) --version 2>&1 | head -n 1) $(COMPILE) | $(LINK) $(LDLIBS))

$(B)/library: FORCE
	$(call remember,$(lib_sources))

.PHONY: FORCE skips
FORCE:

skips:
	@$(foreach s,$(skipped),printf '  skip    %s: try make setup\n' \
		$(call quote,$(subst :, needs ,$(s)));) \
	$(foreach s,$(lacking_peers),printf '  skip    bench/peers/%s (make setup-peers)\n' \
		$(call quote,$(subst $(comma), ,$(subst :,: ,$(s))));) :

watched_objects := $(patsubst $(B)/obj/%,$(B)/watched/%,$(lib_objects) $(lesson_objects)) \
	$(watched:%=%.o) $(patsubst %.c,$(B)/small/%.o,$(lib_sources) $(harness_sources))
all_objects := $(objects) $(runtime_objects) $(command_objects) $(search_test) $(watched_objects)
-include $(wildcard $(all_objects:.o=.d))

# -- setting up, learning -------------------------------------------------------------------

##@ Learn
.PHONY: setup build-lessons lessons timeline explore
setup:  ## install what is missing, with the system's package manager
	@sh lessons/setup all

build-lessons: library $(lesson_programs) skips

lessons: build-lessons  ## a guided run through the lessons, two minutes
	@HEDDLE_BUILD=$(B) sh lessons/start --built

# lesson-03: every program but the broken ones, which may hang, as it is theirs to show.
broken = $(foreach p,$(1),$(if $(findstring /broken_,$(p)),$(p)))
programs_of = $(filter $(B)/lessons/$(1)-%,$(lesson_programs))
runs_of = $(filter-out $(call broken,$(programs_of)),$(programs_of))
lesson_numbers := $(foreach f,$(lesson_folders),$(firstword $(subst -, ,$(notdir $(f)))))

lesson-NN:  ## all programs of lesson NN, one after the other: make lesson-03 UNIT=0.2
	@echo "NN is the number of a lesson: $(lesson_numbers)" >&2; exit 2

define lesson
.PHONY: lesson-$(1)
lesson-$(1): $(programs_of) skips
	@$(foreach p,$(runs_of),printf '\n== %s\n\n' $(p:$(B)/lessons/%=%) && \
		$(p) --unit $$(call quote,$$(UNIT)) $$(ARGS) &&) :
	@$(if $(runs_of),,echo 'of this lesson nothing was built';) \
	$(foreach p,$(call broken,$(programs_of)),printf '\nto see it go wrong: %s\n' $(p);) :
endef
$(foreach n,$(lesson_numbers),$(eval $(call lesson,$(n))))

lesson-%:
	@echo "there is no lesson '$*'; there are: $(lesson_numbers)" >&2; exit 2

# LESSON is 3, 03 or 03-submit.
lesson_of := $(firstword $(filter $(LESSON) $(LESSON)-% 0$(LESSON)-%,$(lesson_folders:lessons/%=%)))
traced := $(if $(and $(LESSON),$(PROGRAM)),$(filter $(B)/lessons/$(lesson_of)/$(PROGRAM),$(lesson_programs)))
trace := $(B)/traces/$(lesson_of)-$(PROGRAM).tsv

timeline: $(traced)  ## a picture of a run: make timeline LESSON=03 PROGRAM=name
ifeq ($(traced),)
	@{ echo "timeline needs LESSON=NN and PROGRAM=name$(if $(LESSON)$(PROGRAM), (not LESSON=$(LESSON) PROGRAM=$(PROGRAM)))"; \
	$(foreach n,$(lesson_numbers),echo '  LESSON=$(n) PROGRAM= one of:' \
		$(notdir $(filter $(B)/lessons/$(n)-%,$(lesson_programs)));) \
	} >&2; exit 2
else
	@mkdir -p $(dir $(trace))
	$(traced) --unit $(call quote,$(UNIT)) --trace $(trace) $(ARGS)
	@sh plots/timeline $(trace) $(B)/timelines
endif

watched_program := $(if $(and $(LESSON),$(PROGRAM)),$(filter $(B)/watched/lessons/$(lesson_of)/$(PROGRAM),$(watched)))

explore: $(watched_program)  ## a program's interleavings: make explore LESSON=15 PROGRAM=broken_lost_wakeup
ifeq ($(watched_program),)
	@{ echo "explore needs LESSON=NN and PROGRAM=name$(if $(LESSON)$(PROGRAM), (not LESSON=$(LESSON) PROGRAM=$(PROGRAM)))"; \
	$(foreach n,$(lesson_numbers),echo '  LESSON=$(n) PROGRAM= one of:' \
		$(notdir $(filter $(B)/lessons/$(n)-%,$(lesson_programs)));) \
	} >&2; exit 2
else
	$(B)/bin/explore $(EXPLORE_ARGS) -- $(watched_program) $(ARGS)
endif

# -- assignments ----------------------------------------------------------------------------

##@ Assignments
.PHONY: start try watch hint progress reset grade grade-class mutants student-kit
assignment = @HEDDLE_BUILD=$(call quote,$(B)) WORK=$(call quote,$(WORK)) CC=$(call quote,$(CC)) \
	SEED=$(call quote,$(SEED)) SEEDS=$(call quote,$(SEEDS)) JOBS=$(call quote,$(JOBS)) \
	KILLERS=$(call quote,$(KILLERS)) sh lessons/grading/assignment $(1) $(call quote,$(A))

start:  ## the assignments there are; with A=name: your own copy of one, to begin with
	$(call assignment,start)

try: $(EXPLORE)  ## has your copy tested, and shows the interleavings that fail: make try A=name
	$(call assignment,try)

watch: $(EXPLORE)  ## the same again whenever you save: make watch A=name
	$(call assignment,watch)

hint:  ## a hint, and each time a clearer one: make hint A=name
	$(call assignment,hint) $(call quote,$(N))

progress:  ## how far you are
	$(call assignment,progress)

reset:  ## begin one anew; what you have is kept under another name: make reset A=name
	$(call assignment,reset)

grade: $(EXPLORE)  ## grades a submission: make grade A=name SUBMISSION=file FORMAT=tap
	$(call assignment,grade) $(call quote,$(SUBMISSION)) $(call quote,$(FORMAT))

grade-class: $(EXPLORE)  ## grades a folder of them: make grade-class A=name DIR=class JOBS=4
	$(call assignment,grade-class) $(call quote,$(DIR))

mutants: $(EXPLORE)  ## do the tests of an assignment find what is wrong? make mutants A=name SEEDS=20
	$(call assignment,mutants)

student-kit:  ## build/heddle-student-kit.tar.gz: all that students need, without the solutions
	$(call assignment,student-kit)

# -- checking, measuring --------------------------------------------------------------------

##@ Check and measure
.PHONY: test check soak harnesses format plots
.PHONY: build-bench bench bench-quick bench-list bench-compare bench-aa setup-peers
test: all harnesses  ## the test suite
	@HEDDLE_BUILD=$(B) sh tests/run --built $(TESTS)

harnesses: $(if $(sanitizers),,$(harnesses) $(B)/tests/search_test)

soak: all harnesses  ## the core under explore, for hours: make soak ARGS='deque queue'
	@HEDDLE_BUILD=$(B) sh tests/explore/core soak $(ARGS)

check:  ## all that must be clean: format, warnings, linters, sanitizers, valgrind
	@sh tests/check

format:  ## clang-format every C file in place
	clang-format -i $(wildcard lib/*.[ch] lib/*/*.[ch] lib/*/*/*.[ch] lib/*/*/*/*.[ch] \
		lessons/*.[ch] \
		lessons/*/*.[ch] lessons/*/*/*.[ch] tests/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch] \
		tests/*/*/*/*.[ch] bench/*.[ch] \
		bench/driver/*.[ch] bench/peers/*.[ch])

# -- benchmarks -----------------------------------------------------------------------------

# What was measured says how it was compiled.
built_with = $(subst ",,$(strip $(MODE_FLAGS_$(MODE)) $(SAN_FLAGS) $(CPPFLAGS) $(CFLAGS)))
$(B)/obj/bench/driver/%.o: private COMPILE += -DHEDDLE_VERSION='"$(VERSION)"' \
	-DHEDDLE_FLAGS='"$(built_with)"'

$(BENCH_COMMAND): $(driver_objects) $(B)/obj/bench/histogram.o
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ -lm $(LDLIBS)

# What a peer needs stands in the last column of list.tsv, and lessons/setup knows whether it is
# here.  Asking takes a moment: it is done only for goals that speak of benches or peers.
peer_list := $(if $(or $(findstring bench,$(MAKECMDGOALS)),$(findstring peers,$(MAKECMDGOALS))),\
	$(wildcard bench/peers/list.tsv))
ifneq ($(strip $(peer_list)),)
lacking_peers := $(shell awk -F '\t' '$$5 ~ / / { print $$2, $$5 }' $(peer_list) | sort -u | \
	while read -r program need; do \
		why=$$(sh lessons/setup --need "$$need") || echo "$$program:$$why" | tr ' ' ,; \
	done)
peer_mains := $(shell grep -l '^int main$(paren)' /dev/null $(peer_sources))
peer_names = $(basename $(notdir $(filter $(1),$(peer_mains))))
ifeq ($(shell command -v $(firstword $(CXX)) 2>/dev/null),)
lacking_peers += $(foreach p,$(call peer_names,%.cpp),\
	$(if $(filter $(p):%,$(lacking_peers)),,$(p):install$(comma)g++))
endif
endif
peer_runner := $(B)/obj/bench/runner.o $(B)/obj/bench/histogram.o
peer_parts := $(patsubst %.c,$(B)/obj/%.o,$(filter-out $(peer_mains),$(filter %.c,$(peer_sources))))

# peer: its name, its objects, the command that links it
define peer
ifeq ($(filter $(1):%,$(lacking_peers)),)
peer_programs += $(B)/bench/peers/$(1)
$(B)/bench/peers/$(1): $(B)/obj/bench/peers/$(1).o $(2)
$(B)/bench/peers/$(1): private PEER_LINK = $(3)
ifneq ($(wildcard bench/peers/$(1).pkgs),)
$(B)/bench/peers/$(1): private LIBS = $$(shell pkg-config --libs $(call read_words,bench/peers/$(1).pkgs))
$(B)/obj/bench/peers/$(1).o: \
	private PKG_CFLAGS = $$(shell pkg-config --cflags $(call read_words,bench/peers/$(1).pkgs))
endif
endif
endef

# The same source for two runtimes, each with the compiler that it belongs to.
OPENMP_libgomp := gcc -fopenmp
OPENMP_libomp := clang -fopenmp=libomp
CXX_COMPILE = $(CXX) -std=c++17 -D_GNU_SOURCE -iquote bench $(CPPFLAGS) -pthread $(MODE_FLAGS_$(MODE)) \
	$(filter-out %-prototypes -Wold-style-definition,$(WARNINGS)) \
	$(if $(filter-out 0,$(STRICT)),-Werror) $(SAN_FLAGS) $(CXXFLAGS)

$(foreach p,$(filter-out openmp,$(call peer_names,%.c)),\
	$(eval $(call peer,$(p),$(peer_parts) $(peer_runner),$$(LINK))))
$(foreach p,$(if $(filter %/openmp.c,$(peer_mains)),libgomp libomp),\
	$(eval $(call peer,$(p),$(peer_parts) $(peer_runner),$(OPENMP_$(p)) $$(LINK_FLAGS))))
$(foreach p,$(call peer_names,%.cpp),\
	$(eval $(call peer,$(p),$(peer_runner),$$(CXX) -pthread $$(SAN_FLAGS) $$(CXXFLAGS) $$(LDFLAGS))))

$(peer_programs):
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(PEER_LINK) -o $@ $(filter %.o,$^) $(LIBS) -lm $(LDLIBS)

$(B)/obj/bench/peers/libgomp.o $(B)/obj/bench/peers/libomp.o: \
		$(B)/obj/bench/peers/%.o: bench/peers/openmp.c $(B)/peer-flags
	$(call say,CC,$< ($*))
	@mkdir -p $(@D)
	$(Q)$(OPENMP_$*) $(COMPILE_FLAGS) -MMD -MP -c -o $@ $<

$(B)/obj/%.o: %.cpp $(B)/peer-flags
	$(call say,CXX,$<)
	@mkdir -p $(@D)
	$(Q)$(CXX_COMPILE) $(PKG_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/peer-flags: FORCE
	$(call remember,$(foreach c,$(CXX) gcc clang,$(shell $(c) --version 2>/dev/null | head -n 1)) \
		$(CXX_COMPILE) | $(COMPILE_FLAGS))

-include $(wildcard $(B)/obj/bench/peers/*.d)

build-bench: $(BENCH_COMMAND) $(bench_programs) $(peer_programs) skips

option = $(if $(2),$(1) $(call quote,$(2)))
chosen = $(call option,--bench,$(BENCH)) $(call option,--peers,$(PEERS)) \
	$(call option,--workers,$(WORKERS))

bench_folder := $(BUILD)/bench
measure = @$(BENCH_COMMAND) run $(1) $(chosen) --out $(bench_folder) $(ARGS)
draw = @sh plots/bench $(bench_folder) $(bench_folder) && \
	sh plots/report $(bench_folder) $(bench_folder) $(bench_folder)/report.html && \
	printf '\nto look at: %s\n' $(bench_folder)/report.html

bench: build-bench  ## heddle and its peers side by side, five minutes, with figures and a report
	$(call measure)
	$(draw)

bench-quick: build-bench  ## the same for the most important questions, one minute
	$(call measure,--quick)
	$(draw)

bench-list: build-bench  ## what can be measured, and with whom
	@$(BENCH_COMMAND) list $(chosen)

# Not by its own name: make -n would run it.
make_itself := $(MAKE)

bench-compare: build-bench  ## did this change make anything slower? make bench-compare BASE=main
	@HEDDLE_BUILD=$(B) MAKE=$(call quote,$(make_itself)) sh bench/compare $(call quote,$(BASE)) \
		$(call option,--bench,$(BENCH)) $(call option,--workers,$(WORKERS)) \
		$(if $(filter-out 0,$(STRICT)),--strict) --out $(bench_folder) $(ARGS)

bench-aa: build-bench  ## how often is the method wrong about identical builds?
	@$(BENCH_COMMAND) aa $(call option,--bench,$(BENCH)) $(call option,--workers,$(WORKERS)) \
		--out $(bench_folder) $(ARGS)

setup-peers:  ## install what make bench compares heddle with
	@sh lessons/setup peers

# Which picture of which run is kept: NAME=RUN-FIGURE.
samples := timeline=cubes-timeline order=as_completed-order cancel=cancel-timeline

plots:  ## every figure from the samples, without measuring, into build/plots
	@for events in plots/sample/*.tsv; do sh plots/timeline "$$events" $(BUILD)/plots || exit; done
	@sh plots/bench plots/sample/bench $(BUILD)/plots
	@for kind in svg png; do $(foreach s,$(samples),cp \
		$(BUILD)/plots/$(lastword $(subst =, ,$(s))).$$kind \
		plots/sample/$(firstword $(subst =, ,$(s))).$$kind || exit;) done

# -- installing -----------------------------------------------------------------------------

##@ Install
.PHONY: install uninstall clean help
to = $(call quote,$(DESTDIR)$(PREFIX)/$(1))
header_dir := include/heddle
libs := libheddle.a libheddle.so libheddle.so.0 libheddle.so.$(VERSION)

install: library $(EXPLORE)  ## library, explore, pkg-config file, manuals: PREFIX=, DESTDIR=
	install -d $(call to,include/heddle) $(call to,lib/pkgconfig) $(call to,bin) \
		$(call to,share/man/man7) $(call to,share/man/man1)
	install -m 644 lib/heddle.h $(call to,include)
	install -m 644 $(filter lib/heddle/%,$(headers)) $(call to,include/heddle)
	install -m 644 $(LIB_A) $(call to,lib)
	install -m 755 $(LIB_SO).$(VERSION) $(call to,lib)
	ln -sf libheddle.so.$(VERSION) $(call to,lib/$(SONAME))
	ln -sf $(SONAME) $(call to,lib/libheddle.so)
	sed -e $(call quote,s|@prefix@|$(PREFIX)|) -e 's|@libdir@|$${prefix}/lib|' \
		-e 's|@includedir@|$${prefix}/include|' -e 's|@version@|$(VERSION)|' \
		lib/heddle.pc.in >$(call to,lib/pkgconfig/heddle.pc)
	install -m 644 lib/heddle.7 $(call to,share/man/man7)
	install -m 755 $(EXPLORE_SO) $(call to,lib)
	install -m 755 $(B)/bin/explore $(B)/bin/explore-cc $(call to,bin)
	install -m 644 lib/explore/explore.1 lib/explore/explore-cc.1 $(call to,share/man/man1)

uninstall:  ## take all of that away again
	rm -f $(foreach h,$(headers:lib/%=%),$(call to,include/$(h)))
	rm -f $(foreach l,$(libs),$(call to,lib/$(l)))
	rm -f $(call to,lib/pkgconfig/heddle.pc) $(call to,share/man/man7/heddle.7)
	rm -f $(call to,lib/$(notdir $(EXPLORE_SO))) $(foreach c,explore explore-cc,\
		$(call to,bin/$(c)) $(call to,share/man/man1/$(c).1))
	-rmdir $(call to,include/heddle) 2>/dev/null

clean:  ## remove build/
	rm -rf $(BUILD)

help:  ## this text
	@awk -F '##' ' \
	/^##@/ { printf "\n%s\n", substr($$0, 5) } \
	/^[a-zA-Z%-]+:.*  ## / { split($$1, name, ":"); \
		printf "  make %-14s %s\n", name[1], substr($$0, index($$0, "  ## ") + 5) } \
	/^[A-Z_]+ [?:]=.*## / { split($$1, name, " "); value = $$1; \
		sub(/^[A-Z_]+ [?:]= */, "", value); \
		if (name[1] == "CC") value = "$(CC)"; \
		printf "  %-16s %s%s\n", name[1] "=" value, "", substr($$2, 2) } \
	' Makefile
