# shellcheck shell=bash
# What the programs of this directory share. Sourced by each of them, in the root of the repository.
export LC_ALL=C
umask 022
# A program that fails within $(…) ends what asks for its output, too, as long as that is no argument of another program.
shopt -s inherit_errexit

# One line that says what is wrong, and what would be right.
fail() {
  echo "${0##*/}: $1" >&2
  exit 2
}

# The version and the time of all files are in one place each, in the pom; the commit is the one that the jar says it is of.
VERSION="$(sed -n '/<artifactId>websocket-exporter</{n;s:.*<version>\(.*\)</version>.*:\1:p;q}' pom.xml)"
timestamp="$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)<.*:\1:p' pom.xml)"
# Of nothing, date would make today.
[ -n "$VERSION" ] && [ -n "$timestamp" ] || fail "pom.xml has version \"$VERSION\" and time \"$timestamp\" (expected: one of each)"
SOURCE_DATE_EPOCH="$(date -u +%s -d "$timestamp")"
export SOURCE_DATE_EPOCH
CREATED="$(date -u +%Y-%m-%dT%H:%M:%SZ -d "@$SOURCE_DATE_EPOCH")"
HOMEPAGE=https://github.com/websocketexporter/websocket_exporter
DESCRIPTION="Prometheus exporter that probes WebSocket servers from the outside"

# Where the artefacts go, and what they are made of.
OUT="${RELEASE_OUT:-target/release}"
PARTS="${RELEASE_PARTS:-target/release-parts}"
mkdir -p "$OUT" "$PARTS"
OUT="$(readlink -f "$OUT")"
PARTS="$(readlink -f "$PARTS")"

# Architectures as Debian and OCI call them, and as Netty calls its native libraries and Debian its directories.
this_architecture() {
  case "$(uname -m)" in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) fail "this machine is a $(uname -m) (expected: x86_64 or aarch64)" ;;
  esac
}
netty_name() { case "$1" in amd64) echo x86_64 ;; arm64) echo aarch_64 ;; esac; }

# A tar of what is in a directory, to stdout. It depends on nothing but names, modes and contents.
pack() {
  tar --directory="$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu \
    --transform='s:^\./::' --exclude=./. -c .
}
