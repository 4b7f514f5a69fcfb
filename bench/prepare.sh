# shellcheck shell=bash
# For the scripts beside it: builds the jar and the test classes, unless BENCH_BUILT is set, and says what is missing.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

need() {
  command -v "$1" >/dev/null 2>&1 || {
    echo "bench: $1 is not installed (expected: apt-get install --no-install-recommends $2)" >&2
    exit 1
  }
}

need java openjdk-17-jdk-headless
if [ -z "${BENCH_BUILT:-}" ]; then
  need mvn maven
  echo "bench: building" >&2
  mvn -B -q package -DskipTests
fi

# Runs a program of the test tree. The jar has every library that it needs.
bench() {
  local program="$1"
  shift
  exec java -XX:+UseSerialGC -cp target/websocket-exporter.jar:target/test-classes \
    "dev.websocketexporter.bench.$program" "$@"
}
