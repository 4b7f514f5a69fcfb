#!/usr/bin/env bash
# Netty's reader of the hosts file takes an address that the system's resolver does not take, and so finds another host.
# Seen: io.netty:netty-resolver 4.2.18.Final on Java 17. A line "127.0.0.010 box" gives 127.0.0.10 (the zero is dropped), and
# "fe80::1%lo zoned" gives fe80::1 without its zone, which cannot be dialled. glibc and Go ignore the first line, since a
# leading zero could mean octal, and keep the zone of the second.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>io.netty</groupId><artifactId>netty-resolver</artifactId><version>4.2.18.Final</version>
</dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Hosts.java <<'JAVA'
import io.netty.resolver.HostsFileEntriesProvider;
import java.io.StringReader;

class Hosts {
    public static void main(String[] arguments) throws Exception {
        HostsFileEntriesProvider hosts = HostsFileEntriesProvider.parser()
                .parse(new StringReader("127.0.0.010 box\nfe80::1%lo zoned\n"));
        System.out.println(hosts.ipv4Entries().get("box").get(0).getHostAddress() + " "
                + hosts.ipv6Entries().get("zoned").get(0).getHostAddress());
    }
}
JAVA
seen="$(java -cp 'lib/*' Hosts.java)"
echo "found: $seen"
[ "$seen" = "127.0.0.10 fe80:0:0:0:0:0:0:1" ] || { echo "changed: no longer 127.0.0.10 and fe80::1 without a zone" >&2; exit 1; }
