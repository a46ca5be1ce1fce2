# What a person types. Meson builds; the scripts in tools/ do the rest.

PREFIX ?= /usr/local
DESTDIR ?=
MODEL ?= models/ukraine-2025.yaml

.PHONY: run build test install bench history format lint fuzz coverage clean help

run: build
	@build/entente $(MODEL)

build:
	@tools/setup build
	@tools/build build

test:
	@tools/test

install: build
	@meson configure build -Dprefix=$(abspath $(PREFIX)) >/dev/null
	@tools/build build
	@DESTDIR=$(abspath $(DESTDIR)) meson install -C build --no-rebuild --quiet
	@[ -n "$(DESTDIR)" ] || ldconfig 2>/dev/null || true

bench:
	@tools/setup build
	@tools/build build-bench -Dbench=true
	@build-bench/bench/bench
	@bench/ranks.py build-bench

history: build
	@tools/history build/entente models/history/*.yaml

format:
	@tools/setup test
	@tools/format

lint:
	@tools/test lint

fuzz:
	@tools/setup test
	@tools/fuzz

coverage:
	@tools/setup coverage
	@tools/coverage

clean:
	rm -rf build build-*

help:
	@echo 'make run      build, and print the brief of $(MODEL) (MODEL=FILE for another)'
	@echo 'make build    leave the program at build/entente'
	@echo 'make test     everything that must hold before a change lands'
	@echo 'make install  program, library, header, man page (PREFIX=/usr/local, DESTDIR=)'
	@echo 'make bench    time and memory on growing models'
	@echo 'make history  what the program says of historical guarantees, beside what happened'
	@echo 'make format   lay the sources out as the project does'
	@echo 'make lint     the checks of make test that run nothing'
	@echo 'make fuzz     look for inputs that break the readers (SECONDS_EACH=60)'
	@echo 'make coverage which lines the tests run, file by file'
	@echo 'make clean    remove what was built'
