# shellcheck shell=bash
# For the scripts beside it: builds the jar, what the image has in /app, and the classes of bench/src and of the test kit,
# unless BENCH_BUILT is set, and says what is missing.

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
same() {
  local file
  for file in image/* target/websocket-exporter.jar; do
    cmp -s "$file" "target/image/${file##*/}" || return 1
  done
  [ -s target/image/websocket-exporter.aot ]
}

if ! same; then
  mkdir -p target/image
  cp -p image/* target/websocket-exporter.jar target/image/
  if home="$(release/java25)"; then
    PATH="$home/bin:$PATH" image/make-cache target/image >&2
  fi
fi

# Runs a program of bench/src. The jar has every library that it needs.
bench() {
  local program="$1"
  shift
  exec java -XX:+UseSerialGC -Dio.netty.leakDetection.level=disabled -cp target/websocket-exporter.jar:target/bench-classes:target/test-classes \
    "dev.websocketexporter.bench.$program" "$@"
}
