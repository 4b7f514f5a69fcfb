#!/usr/bin/env bash
# Netty's DNS codec changes the name that is asked for: it maps by IDNA 2003, where browsers and curl follow IDNA 2008.
# Seen: io.netty:netty-codec-dns 4.2.18.Final on Java 17. A question for straße.test asks for strasse.test., another host;
# UTS 46 non-transitional, which browsers use, asks for xn--strae-oqa.test. One would expect the name to be refused or
# sent as the caller spelled it, as the class is a message of DNS and not a user interface.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>io.netty</groupId><artifactId>netty-codec-dns</artifactId><version>4.2.18.Final</version>
</dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Question.java <<'JAVA'
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;

class Question {
    public static void main(String[] arguments) {
        System.out.println(new DefaultDnsQuestion("stra\u00dfe.test", DnsRecordType.A).name());
    }
}
JAVA
seen="$(java -cp 'lib/*' Question.java)"
echo "asked for: $seen"
[ "$seen" = "strasse.test." ] || { echo "changed: no longer strasse.test." >&2; exit 1; }
