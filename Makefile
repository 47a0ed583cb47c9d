# Builds, checks and installs the project. `make help` lists the targets.
#
# Everything is found by sorted wildcard, so a new file needs no line here.
# Each variant builds in a folder of its own, build/$(VARIANT), and objects
# are rebuilt when their flags change: nothing ever needs `make clean`.

VARIANT ?= release
VARIANTS := release debug asan tsan coverage fuzz
ifeq ($(filter $(VARIANT),$(VARIANTS)),)
$(error VARIANT=$(VARIANT) is not one of: $(VARIANTS))
endif

B := build/$(VARIANT)
PREFIX ?= /usr/local
DEMO ?= build/demo
FUZZ_SECONDS ?= 60
WERROR ?= -Werror
V ?= 0
Q := $(if $(filter 1,$(V)),,@)
quiet := $(findstring s,$(firstword -$(MAKEFLAGS)))
say = $(if $(filter 1,$(V))$(quiet),,@echo '  $(1)	$@')

# Run before whatever needs packages; `make check INSTALL_DEPS=:` goes without.
INSTALL_DEPS ?= .ci/install

# The fuzz variant needs clang's libFuzzer; the others build with either.
ifeq ($(VARIANT),fuzz)
CC := clang
else ifeq ($(origin CC),default)
CC := gcc
endif

.DEFAULT_GOAL := all

# ---- Flags ------------------------------------------------------------------

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wvla -Wdate-time -Wformat=2 \
	-Werror=format-security $(WERROR)
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE
HARDEN_LINK := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack

# No path of this machine reaches an object, so two builds are the same bytes.
REPRODUCE := -ffile-prefix-map=$(CURDIR)=.

SANITIZE_asan := -fsanitize=address,undefined
SANITIZE_tsan := -fsanitize=thread
SANITIZE_coverage := --coverage
SANITIZE_fuzz := -fsanitize=fuzzer-no-link,address,undefined
SANITIZE := $(SANITIZE_$(VARIANT))

OPTIMISE_release := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
OPTIMISE_debug := -Og -g3
OPTIMISE_asan := -O1 -g -fno-sanitize-recover=all -fno-omit-frame-pointer
OPTIMISE_tsan := -O1 -g -fno-omit-frame-pointer
OPTIMISE_coverage := -O0 -g
OPTIMISE_fuzz := -O1 -g -fno-sanitize-recover=all -fno-omit-frame-pointer

# Last, where libdecaf-dev puts what its own headers include; only tests do.
LANGUAGE := -std=c17 -D_GNU_SOURCE -I. -idirafter /usr/include/decaf
COMPILE = $(CC) $(LANGUAGE) $(WARN) $(HARDEN) $(REPRODUCE) \
	$(OPTIMISE_$(VARIANT)) $(SANITIZE) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(HARDEN_LINK) $(SANITIZE) -Wl,--as-needed $(CFLAGS) $(LDFLAGS)

# ---- What there is ----------------------------------------------------------

objects = $(patsubst %.c,$B/%.o,$(sort $(1)))
programs = $(patsubst %.c,$B/%,$(sort $(1)))

# The core: pure, and needing libsodium only. crypto <- ballots, never back.
CORE_SOURCES := $(sort $(wildcard crypto/*.c ballots/*.c ballots/events/*.c))
CORE := $B/libcore.a
CORE_LIBS := -lsodium

# The hall: people and time, in rooms. The main files of the programs stand
# before the rooms and stay out of the archive.
ROOMS := machine fetch log http witness server doctor verify ctl cmd
MAIN_SOURCES := $(wildcard voting/*.c)
VOTING_SOURCES := $(sort $(wildcard $(ROOMS:%=voting/%/*.c)))
VOTING := $B/libvoting.a
VOTING_LIBS := -lsqlite3 -ljansson -lqrencode -lmicrohttpd -lgnutls -lcurl \
	-lpthread

# ballotverify is linked from its own files, the core and the HTTP client,
# nothing else: if it starts to need SQL, JSON or the server, the link fails.
VERIFY_SOURCES := $(sort voting/ballotverify.c $(wildcard voting/verify/*.c \
	voting/fetch/*.c) $(patsubst %,voting/machine/%.c,input_file private_file \
	process_memory proof_pool))

PROGRAMS := $(patsubst voting/%.c,$B/%,$(MAIN_SOURCES))

# What tests share.
SUPPORT_SOURCES := $(sort $(wildcard tests/support/*.c))
SUPPORT := $B/libsupport.a

CORE_TEST_SOURCES := $(sort $(wildcard tests/crypto/test_*.c \
	tests/ballots/test_*.c))
VOTING_TEST_SOURCES := $(sort $(wildcard tests/voting/test_*.c))
CTIME_SOURCES := $(sort $(wildcard tests/ctime/ctime_*.c))
BENCH_SOURCES := $(sort $(wildcard tests/bench/bench_*.c))
WEB_SOURCES := $(sort $(wildcard voting/web/core/core_*.c))
# Compiled natively too, for the checkers; but those that stand in for libc.
WEB_NATIVE := $(filter-out voting/web/core/core_runtime%,$(WEB_SOURCES))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
TOOL_SOURCES := $(sort $(wildcard tests/tools/*.c))
VECTOR_SOURCES := $(sort $(wildcard tests/vectors/make_*.c))
CROWD_SOURCES := $(sort $(wildcard tests/crowd/*.c))
FAULT_SOURCES := $(sort $(wildcard tests/fault/*.c))

CORE_TESTS := $(call programs,$(CORE_TEST_SOURCES))
VOTING_TESTS := $(call programs,$(VOTING_TEST_SOURCES))
TESTS := $(CORE_TESTS) $(VOTING_TESTS)
SHELL_TESTS := $(sort $(wildcard tests/voting/test_*.sh))
UNIT_TESTS := $(TESTS) $(SHELL_TESTS)
CTIMES := $(call programs,$(CTIME_SOURCES))
BENCHES := $(call programs,$(BENCH_SOURCES))
FUZZERS := $(call programs,$(FUZZ_SOURCES))
VECTOR_MAKERS := $(call programs,$(VECTOR_SOURCES))
# Phones against a server.
CROWD := $B/tests/crowd/crowd
# What a benchmark of the server stands beside.
BARE_HTTP := $B/tests/bench/bare_http
# What stands between a server and its disk, and a server with faults.
SHIM := $B/tests/fault/shim.so
SEEDED := $B/tests/fault/ballotd_seeded
# What shell tests call.
TOOLS := $(call programs,$(TOOL_SOURCES))

ALL_SOURCES := $(CORE_SOURCES) $(VOTING_SOURCES) $(MAIN_SOURCES) \
	$(SUPPORT_SOURCES) $(CORE_TEST_SOURCES) $(VOTING_TEST_SOURCES) \
	$(CTIME_SOURCES) $(BENCH_SOURCES) $(FUZZ_SOURCES) $(VECTOR_SOURCES) \
	$(wildcard tests/bench/bare_http.c) $(TOOL_SOURCES) $(CROWD_SOURCES) \
	$(FAULT_SOURCES) $(WEB_NATIVE)

# ---- Building ---------------------------------------------------------------

.PHONY: all tests
all: $(CORE) $(VOTING) $(PROGRAMS)
tests: all $(TESTS) $(TOOLS) $(VECTOR_MAKERS)

# Files that change only when the text they hold does: the flags, and the
# members of each archive, so that removing a source rebuilds its archive.
define remember
.PHONY: FORCE
$(1): FORCE
	@mkdir -p $$(@D)
	@echo '$(2)' | cmp -s - $$@ || echo '$(2)' >$$@
endef
$(eval $(call remember,$B/flags,$(COMPILE) / $(LINK)))
$(eval $(call remember,$B/core.list,$(CORE_SOURCES)))
$(eval $(call remember,$B/voting.list,$(VOTING_SOURCES)))
$(eval $(call remember,$B/support.list,$(SUPPORT_SOURCES)))

# The pages' files, as a table in C; with WEB=0 it is empty.
PAGE_TABLE := $(patsubst %/embed,$B/web/web_table.o,$(wildcard voting/web/embed))

$(CORE): $(call objects,$(CORE_SOURCES)) $B/core.list
$(VOTING): $(call objects,$(VOTING_SOURCES)) $(PAGE_TABLE) $B/voting.list
$(SUPPORT): $(call objects,$(SUPPORT_SOURCES)) $B/support.list
$(CORE) $(VOTING) $(SUPPORT):
	$(call say,AR)
	$(Q)rm -f $@ && ar rcsD $@ $(filter %.o,$^)

# What pages fetch; core.wasm, which has all of it, is for tests.
PAGE_MODULES := $(patsubst %,build/web/%.wasm,vote audit office box)
WEB_MODULES := build/web/core.wasm $(PAGE_MODULES)
PAGE_SCRIPTS := $(sort $(foreach d,voting/web voting/web/* voting/web/pages/*,\
	$(wildcard $d/*.js)))
ifneq ($(WEB),0)
PAGE_FILES := voting/web/index.html build/web/page.html $(PAGE_MODULES) \
	build/web/qrcode.js build/web/record-offline.js build/web/phone.js \
	$(filter-out voting/web/offline/%,$(PAGE_SCRIPTS)) \
	$(sort $(wildcard voting/web/*.svg voting/web/screen/*.css \
	voting/web/pages/*/*.css))
endif

# The document without what only phones load at once.
build/web/page.html: voting/web/index.html
	$(Q)mkdir -p $(@D)
	$(Q)grep -v 'data-page="/"' $< >$@.new
	$(Q)mv $@.new $@

# The phone's page as one module: forty files are many rounds of a slow network.
build/web/phone.js: voting/web/one_script.mjs $(PAGE_SCRIPTS)
	$(call say,SCRIPT)
	$(Q)mkdir -p $(@D)
	$(Q)node $< --module start voting/web pages/phone/phone.js >$@.new
	$(Q)mv $@.new $@

# The program of the record in a single file: the modules of that page as one
# script, which the page puts into the file.
build/web/record-offline.js: voting/web/one_script.mjs $(PAGE_SCRIPTS)
	$(call say,SCRIPT)
	$(Q)mkdir -p $(@D)
	$(Q)node $< voting/web offline/program.js \
		assets.js=offline/assets.js >$@.new
	$(Q)mv $@.new $@

$(eval $(call remember,$B/pages.list,$(PAGE_FILES)))
$B/web/web_table.c: voting/web/embed $(PAGE_FILES) $B/pages.list
	$(call say,EMBED)
	$(Q)voting/web/embed $(@D) $(PAGE_FILES)
$B/web/web_table.o: $B/web/web_table.c $B/flags
	$(call say,CC)
	$(Q)$(COMPILE) -c $< -o $@

$(call objects,$(ALL_SOURCES)): $B/%.o: %.c $B/flags
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

define link
	$(call say,LINK)
	$(Q)$(LINK) $(filter %.o %.a,$^) $(1) -o $@
endef

$(filter-out $B/ballotverify,$(PROGRAMS)): $B/%: $B/voting/%.o $(VOTING) $(CORE)
	$(call link,$(VOTING_LIBS) $(CORE_LIBS))

$B/ballotverify: $(call objects,$(VERIFY_SOURCES)) $(CORE)
	$(call link,-lcurl $(CORE_LIBS))

# libdecaf is only what tests compare with; elsewhere it is not linked.
$(CORE_TESTS): $B/%: $B/%.o $(SUPPORT) $(CORE)
	$(call link,-lcmocka -ljansson -ldecaf $(CORE_LIBS))

$(VOTING_TESTS): $B/%: $B/%.o $(SUPPORT) $(VOTING) $(CORE)
	$(call link,-lcmocka $(VOTING_LIBS) $(CORE_LIBS))

$(VECTOR_MAKERS): $B/%: $B/%.o $(SUPPORT) $(CORE)
	$(call link,-lcmocka -ljansson $(CORE_LIBS))

$(TOOLS): $B/%: $B/%.o $(CORE)
	$(call link,$(CORE_LIBS))

$(CROWD): $(call objects,$(CROWD_SOURCES)) $(SUPPORT) $(CORE)
	$(call link,-lcmocka $(CORE_LIBS))

$(BARE_HTTP): $B/%: $B/%.o
	$(call link,-lmicrohttpd)

# Position-independent as no program is, and with no sanitizer in it.
$(SHIM): tests/fault/shim.c tests/fault/shim.h
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(LANGUAGE) $(WARN) $(REPRODUCE) -O2 -fPIC -shared $< -ldl -o $@

, := ,
SEEDED_WRAPS := db_begin db_end sequencer_write_copy store_append \
	committer_published conference_find_act event_check
$(SEEDED): $B/voting/ballotd.o $B/tests/fault/seeded.o $(VOTING) $(CORE)
	$(call link,$(VOTING_LIBS) $(CORE_LIBS) $(SEEDED_WRAPS:%=-Wl$(,)--wrap=%))

$(CTIMES): $B/%: $B/%.o $(SUPPORT) $(CORE)
	$(call link,-lcmocka -ljansson $(CORE_LIBS))

$(BENCHES): $B/%: $B/%.o $(SUPPORT) $(VOTING) $(CORE)
	$(call link,-lcmocka $(VOTING_LIBS) $(CORE_LIBS))

$(FUZZERS): $B/%: $B/%.o $(SUPPORT) $(VOTING) $(CORE)
	$(call link,-fsanitize=fuzzer -lcmocka -ldecaf $(VOTING_LIBS) $(CORE_LIBS))

-include $(wildcard $(patsubst %.c,$B/%.d,$(ALL_SOURCES)))

# ---- The pages' module ------------------------------------------------------
#
# core.wasm is the core and voting/web/core/, compiled once more by clang for
# WebAssembly with Debian's wasi-libc, and libsodium from its own sources, since
# Debian has it for no such machine. It does not depend on VARIANT. docs/web-core.md
# says why it is built like this; WEB=0 goes without.

WEB ?= 1
LIBSODIUM_SRC ?=
W := build/web
WEB_CC ?= clang
WEB_TARGET := --target=wasm32-wasi -msign-ext

# What is slow is the arithmetic of many proofs: that for speed, all else for
# size, which a phone's network feels more than its processor.
WEB_FAST := -O2
WEB_SMALL := -Oz
WEB_PLAIN := -ffunction-sections -fdata-sections -fno-stack-protector
WEB_LANGUAGE := $(WEB_TARGET) $(LANGUAGE) -I$W/libsodium/src/src/libsodium/include
# Frames are large: a ballot's 48,000 bytes and more. The stack lies below the
# data, so that running out of it traps and overwrites nothing.
WEB_LINK := $(WEB_TARGET) -nostartfiles -Wl,--no-entry -Wl,--gc-sections \
	-Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=524288

# The files of libsodium that the core needs, in its plain C; the linker drops
# what nobody calls.
WEB_SODIUM := crypto_core/ed25519/core_ed25519.c \
	crypto_core/ed25519/core_ristretto255.c \
	crypto_core/ed25519/ref10/ed25519_ref10.c \
	crypto_hash/sha256/cp/hash_sha256_cp.c \
	crypto_hash/sha512/cp/hash_sha512_cp.c \
	crypto_scalarmult/ristretto255/ref10/scalarmult_ristretto255_ref10.c \
	crypto_sign/crypto_sign.c crypto_sign/ed25519/ref10/keypair.c \
	crypto_sign/ed25519/ref10/open.c crypto_sign/ed25519/ref10/sign.c \
	crypto_verify/sodium/verify.c sodium/codecs.c sodium/utils.c
# What its configure would find: no 128-bit integers, so that the field has
# ten limbs of 25.5 bits in 32; memory that is wiped stays wiped.
WEB_SODIUM_HAS := -DCONFIGURED=1 -DNATIVE_LITTLE_ENDIAN=1 \
	-DHAVE_EXPLICIT_BZERO=1 -D_WASI_EMULATED_SIGNAL

WEB_FAST_OBJECTS := $(patsubst %.c,$W/%.o,\
	$(filter crypto/public_%,$(CORE_SOURCES)))
WEB_SMALL_OBJECTS := $(patsubst %.c,$W/%.o,\
	$(filter-out crypto/public_%,$(CORE_SOURCES)) $(WEB_SOURCES))
WEB_SODIUM_OBJECTS := $(patsubst %.c,$W/sodium/%.o,$(WEB_SODIUM))

.PHONY: web
ifneq ($(WEB),0)
all: web
WEB_DEPS := web
WEB_STEP := web
WEB_LINT := lint-pages
endif
web: $(WEB_MODULES)

$(eval $(call remember,$W/flags,$(WEB_CC) $(WEB_LANGUAGE) $(WARN) $(WEB_FAST) \
	$(WEB_SMALL) $(WEB_PLAIN) $(WEB_SODIUM_HAS) $(WEB_LINK) $(WEB_SOURCES) \
	$(CORE_SOURCES)))
$(eval $(call remember,$W/libsodium.from,$(LIBSODIUM_SRC)))

# What stands in for libc must not be turned into calls of what it stands in for.
$W/voting/web/core/core_runtime.o $W/voting/web/core/core_runtime_heap.o: \
	WEB_LANGUAGE += -fno-builtin
$W/voting/web/core/core_runtime_base.o: WEB_LANGUAGE += $(WEB_SODIUM_HAS) \
	-isystem $W/libsodium/src/src/libsodium/include/sodium
$W/libsodium.ready: $(addprefix voting/web/core/libsodium,-source -prepare \
	.sha256) $W/libsodium.from
	$(call say,SOURCE)
	$(Q)LIBSODIUM_SRC='$(LIBSODIUM_SRC)' voting/web/core/libsodium-source $W/libsodium
	$(Q)voting/web/core/libsodium-prepare $W/libsodium
	$(Q)touch $@

$(WEB_FAST_OBJECTS) $(WEB_SMALL_OBJECTS): $W/%.o: %.c $W/flags $W/libsodium.ready
	$(call say,WASM)
	$(Q)mkdir -p $(@D)
	$(Q)$(WEB_CC) $(WEB_LANGUAGE) $(WARN) $(WEB_PLAIN) $(WEB_OPTIMISE) \
		$(REPRODUCE) -MMD -MP -c $< -o $@
$(WEB_FAST_OBJECTS): WEB_OPTIMISE = $(WEB_FAST)
$(WEB_SMALL_OBJECTS): WEB_OPTIMISE = $(WEB_SMALL)

# Not our code, so not our warnings.
$(WEB_SODIUM_OBJECTS): $W/sodium/%.o: $W/flags $W/libsodium.ready
	$(call say,WASM)
	$(Q)mkdir -p $(@D)
	$(Q)$(WEB_CC) $(WEB_LANGUAGE) -w $(WEB_PLAIN) $(WEB_SMALL) $(REPRODUCE) \
		$(WEB_SODIUM_HAS) -I$W/libsodium/src/src/libsodium/include/sodium \
		-c $W/libsodium/src/src/libsodium/$*.c -o $@

# What a page does not do it need not fetch. Representatives' phones have neither
# the whole log nor what officers do; whoever recounts and opens the box seals no
# ballot and prepares no roll; chair, desk and secretary have a worker to recount
# and vote elsewhere; scrutineers seal paper ballots besides.
web_face = $(patsubst %,$W/voting/web/core/core_%.o,$(1))
WEB_NOT_VOTE := $(call web_face,audit count roll setup sheet)
WEB_NOT_AUDIT := $(call web_face,ballot pack roll seal setup)
WEB_NOT_OFFICE := $(call web_face,audit ballot pack seal)
WEB_NOT_BOX := $(call web_face,audit pack roll setup)
WEB_OBJECTS := $(WEB_FAST_OBJECTS) $(WEB_SMALL_OBJECTS) $(WEB_SODIUM_OBJECTS)

$(eval $(call remember,$W/modules.list,$(WEB_NOT_VOTE) / $(WEB_NOT_AUDIT) / \
	$(WEB_NOT_OFFICE) / $(WEB_NOT_BOX)))
$W/core.wasm: $(WEB_OBJECTS)
$W/vote.wasm: $(filter-out $(WEB_NOT_VOTE),$(WEB_OBJECTS))
$W/audit.wasm: $(filter-out $(WEB_NOT_AUDIT),$(WEB_OBJECTS))
$W/office.wasm: $(filter-out $(WEB_NOT_OFFICE),$(WEB_OBJECTS))
$W/box.wasm: $(filter-out $(WEB_NOT_BOX),$(WEB_OBJECTS))
$(WEB_MODULES): $W/modules.list
	$(call say,WASM)
	$(Q)$(WEB_CC) $(WEB_LINK) $(filter %.o,$^) -o $@

# What computes QR codes in a page, for voting/web/screen/qr.js: a script of Debian's,
# made a module by naming what it exports.
QRCODE_JS ?= /usr/share/nodejs/qrcode-generator/qrcode.js
$W/qrcode.js: $(QRCODE_JS)
	$(call say,MODULE)
	$(Q)mkdir -p $(@D)
	$(Q){ cat $< && echo 'export { qrcode };'; } >$@.new
	$(Q)mv $@.new $@
$(QRCODE_JS):
	@echo '$@ is missing: install node-qrcode-generator, or name another' \
		'place by QRCODE_JS=, or go without the pages: make WEB=0' >&2
	@exit 1

# The same objects and what reaches under the face, for tests/web alone.
WEB_VECTORS := $W/tests/web/raw_vectors.o
.PHONY: web-vectors
web-vectors: $W/vectors.wasm
$(WEB_VECTORS): $W/%.o: %.c $W/flags $W/libsodium.ready
	$(call say,WASM)
	$(Q)mkdir -p $(@D)
	$(Q)$(WEB_CC) $(WEB_LANGUAGE) $(WARN) $(WEB_PLAIN) $(WEB_SMALL) -MMD -MP \
		-c $< -o $@
$W/vectors.wasm: $(WEB_OBJECTS) $(WEB_VECTORS)
	$(call say,WASM)
	$(Q)$(WEB_CC) $(WEB_LINK) $(filter %.o,$^) -o $@

-include $(patsubst %.o,%.d,$(WEB_FAST_OBJECTS) $(WEB_SMALL_OBJECTS) \
	$(WEB_VECTORS))

# ---- Checking ---------------------------------------------------------------
#
# tests/run builds what it needs, counts, and ends with "N passed, N failed".

.PHONY: check test memcheck ctime fuzz second reproducible check-faults
.PHONY: ctime-programs fuzz-programs bench-programs fault-programs bench
.PHONY: bench-server bench-pages coverage check-field
.PHONY: check-web check-browser screenshots
ctime-programs: $(CTIMES)
fuzz-programs: $(FUZZERS)
bench-programs: $(BENCHES)

# The longest first: two run at a time.
CHECK_STEPS_release := unit:release browser unit:asan lint memcheck \
	reproducible $(WEB_STEP) crash fuzz ctime second
CHECK_STEPS := $(or $(CHECK_STEPS_$(VARIANT)),unit:$(VARIANT))

check:
	@$(INSTALL_DEPS) build $(WEB_DEPS) check
	+@WEB=$(WEB) AT_ONCE=2 tests/run $(CHECK_STEPS)

test:
	+@tests/run unit:$(VARIANT)

memcheck ctime second reproducible:
	+@tests/run $@

check-web:
	+@tests/run web

check-browser:
	+@WEB=$(WEB) tests/run browser

# Each screen that the test comes past, in both languages, as pictures.
screenshots: all
	@rm -rf build/screenshots
	@failed=0; \
	SCREENSHOTS=build/screenshots BUILD=$B tests/browser/run || failed=1; \
	node tests/browser/contact_sheet.js build/screenshots && \
	echo build/screenshots/index.html && exit $$failed

fuzz:
	+@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/run fuzz

# Real faults against a real server: minutes, not seconds. `check` has a few.
fault-programs: all $(CROWD) $(SHIM) $(SEEDED)
check-faults:
	@$(INSTALL_DEPS) build check
	+@tests/run faults crowd:asan crowd:tsan

# Our arithmetic on public points against libsodium, libdecaf and long
# multiplication, in both forms, on so many random elements: half an hour.
FIELD_TRIES ?= 1000000
FIELD_TESTS := $(patsubst %,$B/tests/crypto/test_public_%,field field_25 point \
	point_25)
check-field: $(FIELD_TESTS)
	@for t in $(FIELD_TESTS); do PUBLIC_FIELD_TRIES=$(FIELD_TRIES) \
		PUBLIC_POINT_TRIES=$(FIELD_TRIES) $$t || exit 1; done

# Some seven minutes; the server's two waves and belenios-tool are half of it.
bench: bench-programs all $(CROWD) $(WEB_STEP)
	@WEB=$(WEB) BUILD=$B tests/bench/run $(BENCHES)

# What a phone waits for, in a browser made slow.
bench-pages: all
	@[ -e tests/browser/node_modules ] || npm ci --prefix tests/browser \
		--omit=optional --ignore-scripts --no-audit --no-fund >/dev/null
	@BUILD=$B node tests/browser/bench_pages.js

# A server and a crowd on this machine: some five minutes.
bench-server: all $(CROWD) $(BARE_HTTP)
	@BUILD=$B tests/bench/server

coverage:
	+@tests/coverage

# ---- Lint -------------------------------------------------------------------
#
# What a checker has passed is remembered in a file that is as old as the
# object, so a second run looks only at what changed. A finding is mended, not
# suppressed; a suppression names one place and gives its reason.

LINT := lint-rules $(WEB_LINT) lint-format lint-tidy lint-cppcheck lint-analyzer \
	lint-shell lint-test-rules lint-test-tools
LINTED_SOURCES := $(sort $(CORE_SOURCES) $(VOTING_SOURCES) $(MAIN_SOURCES) \
	$(WEB_NATIVE))
TIDIED_SOURCES := $(LINTED_SOURCES) $(filter tests/%,$(ALL_SOURCES))
FORMATTED := $(sort $(wildcard $(foreach d,crypto ballots ballots/events voting \
	voting/* voting/web/core tests tests/*,$d/*.c $d/*.h)))
SCRIPTS := $(sort $(wildcard .ci/* $(shell grep -lE '^\#!.*\bbash' \
	tests/* tests/*/* voting/*/* voting/web/core/* 2>/dev/null)))

.PHONY: lint $(LINT) lint-pages format
lint:
	+@tests/run lint

lint-rules: all
	$(Q)tests/lint/rules.sh . $B

# Syntax only; what the modules do is tested.
PAGES := $(PAGE_SCRIPTS) $(sort $(wildcard tests/web/*.js tests/browser/*.js))
lint-pages:
	$(Q)for page in $(PAGES); do node --check "$$page" || exit 1; done

lint-format:
	$(Q)[ -z '$(FORMATTED)' ] || clang-format --dry-run -Werror $(FORMATTED)

format:
	$(Q)[ -z '$(FORMATTED)' ] || clang-format -i $(FORMATTED)

TIDIED := $(patsubst %.c,$B/lint/%.tidy,$(TIDIED_SOURCES))
lint-tidy: $(TIDIED)
$(TIDIED): $B/lint/%.tidy: %.c $B/%.o .clang-tidy tests/.clang-tidy
	$(Q)mkdir -p $(@D)
	$(Q)clang-tidy --quiet --warnings-as-errors='*' $< -- \
		$(LANGUAGE) $(WARN) 2>$@.log || { cat $@.log; exit 1; }
	$(Q)mv $@.log $@

ANALYZED := $(patsubst %.c,$B/lint/%.analyzed,$(LINTED_SOURCES))
lint-analyzer: $(ANALYZED)
$(ANALYZED): $B/lint/%.analyzed: %.c $B/%.o
	$(Q)mkdir -p $(@D)
	$(Q)gcc $(LANGUAGE) $(WARN) -O0 -fanalyzer -c $< -o $@

lint-cppcheck:
	$(Q)mkdir -p $B/lint/cppcheck
	$(Q)[ -z '$(LINTED_SOURCES)' ] || cppcheck --quiet --std=c11 \
		--error-exitcode=1 --enable=warning,performance,portability \
		--inline-suppr --suppress=missingIncludeSystem -I. \
		--cppcheck-build-dir=$B/lint/cppcheck $(LINTED_SOURCES)

lint-shell:
	$(Q)[ -z '$(SCRIPTS)' ] || shellcheck -x $(SCRIPTS)

# The checkers are checked: each must find what it is there for.
lint-test-rules:
	$(Q)tests/lint/test_rules.sh
lint-test-tools:
	$(Q)tests/lint/test_tools.sh

# ---- The rest ---------------------------------------------------------------

.PHONY: deps dist demo demo-stop install install-files deb clean help vectors
deps:
	@$(INSTALL_DEPS) build $(WEB_DEPS) check

demo:
	@$(INSTALL_DEPS) build $(WEB_DEPS)
	@test -x voting/demo/run || { echo 'The demo is not there yet.'; exit 1; }
	+@$(MAKE) --no-print-directory all
	@[ ! -d $(DEMO) ] || voting/demo/serve --stop $(DEMO)
	@rm -rf $(DEMO)
	@BUILD=$B voting/demo/run $(DEMO)
	@BUILD=$B voting/demo/serve $(DEMO)

demo-stop:
	@voting/demo/serve --stop $(DEMO)

# Only after docs/protocol.md has changed: others work from these files.
vectors: $(VECTOR_MAKERS)
	@for v in $(VECTOR_MAKERS); do $$v || exit 1; done

# What git has, and the one source that a build would fetch: enough to build
# without a network on a machine that has the packages.
DIST := congress-ballots
dist: $W/libsodium.ready
	$(Q)mkdir -p dist
	$(Q)git archive --format=tar --prefix=$(DIST)/ HEAD >dist/$(DIST).tar
	$(Q)tar --append --file=dist/$(DIST).tar --owner=0 --group=0 --numeric-owner \
		--mtime="@$$(git log -1 --format=%ct)" --mode=644 \
		--transform='s,^,$(DIST)/voting/web/core/,' -C $W/libsodium \
		"$$(sed 's/.* //' voting/web/core/libsodium.sha256)"
	$(Q)gzip -9 -n -f dist/$(DIST).tar
	@echo dist/$(DIST).tar.gz

install: all install-files

# What is built already, for `install` and for packages. The sample settings go
# to the documentation: whoever has settings of their own keeps them.
SYSCONFDIR ?= $(if $(filter /usr,$(PREFIX)),/etc,$(PREFIX)/etc)
INSTALLED_DOCS := README.md SECURITY.md LICENSE $(sort $(wildcard docs/*.md \
	docs/*.svg))
FILL_IN := -e 's|@SBINDIR@|$(PREFIX)/sbin|' -e 's|@SYSCONFDIR@|$(SYSCONFDIR)|'
to = $(DESTDIR)$(PREFIX)/$(1)
install-files:
	$(Q)install -d $(call to,bin) $(call to,sbin) \
		$(call to,lib/systemd/system) $(call to,lib/sysusers.d) \
		$(call to,share/doc/ballotd/examples)
	$(Q)install -m 755 $(filter-out $B/ballotd,$(PROGRAMS)) $(call to,bin)
	$(Q)[ ! -e $B/ballotd ] || install -m 755 $B/ballotd $(call to,sbin)
	$(Q)sed $(FILL_IN) voting/package/ballotd.service.in \
		>$(call to,lib/systemd/system/ballotd.service)
	$(Q)chmod 644 $(call to,lib/systemd/system/ballotd.service)
	$(Q)install -m 644 voting/package/ballotd.sysusers \
		$(call to,lib/sysusers.d/ballotd.conf)
	$(Q)install -m 644 $(INSTALLED_DOCS) $(call to,share/doc/ballotd)
	$(Q)install -m 644 voting/package/ballotd.conf \
		voting/package/nginx.conf $(call to,share/doc/ballotd/examples)
	$(Q)for page in $(sort $(wildcard docs/man/*.[1-8])); do \
		install -D -m 644 $$page \
			$(call to,share/man/man$${page##*.}/$${page##*/}) || exit 1; \
	done

# Of the same commit the same bytes, in build/deb/.
deb: all
	@voting/package/make_deb $B build/deb

clean:
	rm -rf build

# For scripts: `make -s print-TESTS` prints a list of this file.
print-%:
	@echo $($*)

help:
	@echo 'make                  build the programs into $B'
	@echo 'make demo             see it work; a server stays until make demo-stop'
	@echo 'make check            everything below up to "reproducible", counted'
	@echo 'make test             the unit tests'
	@echo 'make lint             rules of the house, formatter, static analysers'
	@echo 'make memcheck         tests/voting under valgrind'
	@echo 'make ctime            functions with secrets under valgrind'
	@echo 'make fuzz             fuzzers, each for FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make second           a second verifier on recorded bundles'
	@echo 'make web              the core for the pages: build/web/*.wasm'
	@echo 'make check-web        the same vectors through that build'
	@echo 'make check-browser    a session held through the pages, in chromium'
	@echo 'make screenshots      pictures of each screen of it, in build/screenshots'
	@echo 'make dist             a tarball that builds without a network'
	@echo 'make reproducible     two builds, the same bytes'
	@echo 'make check-faults     faults against a running server'
	@echo 'make check-field      public points on FIELD_TRIES=$(FIELD_TRIES) random elements'
	@echo 'make bench            benchmarks: name, value, unit'
	@echo 'make bench-pages      the same for pages on a slow phone'
	@echo 'make bench-server     the same for a server with a crowd before it'
	@echo 'make coverage         lines that the unit tests reach'
	@echo 'make format           format the C files'
	@echo 'make vectors          write our own test vectors anew'
	@echo 'make deps             install the packages that building and checking need'
	@echo 'make install          to $$(DESTDIR)$$(PREFIX), PREFIX=$(PREFIX)'
	@echo 'make deb              a Debian package in build/deb'
	@echo
	@echo 'VARIANT=$(VARIANT)        one of $(VARIANTS)'
	@echo 'V=1                   show the commands'
	@echo 'WEB=0                 without the pages and what they need'
	@echo 'QRCODE_JS=            qrcode.js of Debian'"'"'s node-qrcode-generator'
	@echo 'LIBSODIUM_SRC=        the sources of libsodium for core.wasm, if not from apt'
	@echo 'WERROR=               let warnings pass (for packagers)'
