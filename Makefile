# Builds, tests and installs. `make help` lists the targets.
VARIANT ?= release
B := build/$(VARIANT)
CC ?= gcc
WERROR ?= -Werror
V ?= 0
Q := $(if $(filter 1,$V),,@)

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wvla -Wformat=2 $(WERROR)
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE
CPPFLAGS += -I. -D_GNU_SOURCE
CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_debug := -O0 -g
ALLCFLAGS = -std=c17 $(WARN) $(HARDEN) $(CFLAGS_$(VARIANT)) $(CPPFLAGS) $(CFLAGS)
LDFLAGS_asan := -fsanitize=address,undefined

CRYPTO := $(patsubst %.c,$B/%.o,$(sort $(wildcard crypto/*.c)))
BALLOTS := $(patsubst %.c,$B/%.o,$(sort $(wildcard ballots/*.c ballots/events/*.c)))
CORE := $B/libcore.a
TESTS := $(patsubst %.c,$B/%,$(sort $(wildcard tests/crypto/test_*.c tests/ballots/test_*.c)))

all: $(CORE)

$(CORE): $(CRYPTO) $(BALLOTS)
	$(Q)rm -f $@ && ar rcsD $@ $^

$B/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALLCFLAGS) -MMD -MP -c $< -o $@

$(TESTS): $B/%: $B/%.o $(CORE)
	$(Q)$(CC) -pie $(LDFLAGS_$(VARIANT)) $^ -lcmocka -lsodium -ljansson -o $@

check: $(TESTS)
	$(Q)for t in $(TESTS); do $$t || exit 1; done

-include $(shell find $B -name '*.d' 2>/dev/null)
.PHONY: all check
.SECONDARY:
