#!/usr/bin/env bash
# libfaketime that leaves the monotonic clock alone (FAKETIME_DONT_FAKE_MONOTONIC=1) makes every timed wait of Java take twice as
# long, on a busy machine three times, and burns processor time meanwhile: its remedy for old C libraries is on, which waits in
# steps by the other clock. FAKETIME_FORCE_MONOTONIC_FIX=0 switches it off, and waits are exact again. Seen: libfaketime
# 0.9.10-2.1 (Debian 12), OpenJDK 17: ten sleeps of 100 ms, 1970 ms against 1016 ms. One would expect a library that fakes only
# the time of day to leave durations as they are; a test of timeouts with it is a test of the library.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; chmod 755 "$dir"; cd "$dir"
get() { apt-get -qq download "$@" 2>apt.log; }
get 'libfaketime=0.9.10-2.1*' || { apt-get -qq update && get 'libfaketime=0.9.10-2.1*'; } || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
library="$(echo "$dir"/usr/lib/*/faketime/libfaketimeMT.so.1)"
mkdir classes
cat >Sleeps.java <<'JAVA'
public class Sleeps {
    public static void main(String[] arguments) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            Thread.sleep(100);
        }
        System.out.println((System.nanoTime() - start) / 1_000_000);
    }
}
JAVA
javac -d classes Sleeps.java
fake() { LD_PRELOAD="$library" FAKETIME=+3600 FAKETIME_DONT_FAKE_MONOTONIC=1 "$@" java -cp classes Sleeps; }
plain="$(java -cp classes Sleeps)"
usual="$(fake env)"
without="$(fake env FAKETIME_FORCE_MONOTONIC_FIX=0)"
echo "ten sleeps of 100 ms: $plain ms without libfaketime, $usual ms with it, $without ms with FAKETIME_FORCE_MONOTONIC_FIX=0"
[ $((usual * 10)) -gt $((plain * 15)) ] && [ $((without * 10)) -lt $((plain * 13)) ] || { echo "changed: expected only the second to be far longer" >&2; exit 1; }
