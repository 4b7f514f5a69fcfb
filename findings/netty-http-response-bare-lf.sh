#!/usr/bin/env bash
# Netty's HTTP client decoder refuses a response whose lines end with LF alone, which curl and Go's client accept, as
# RFC 9112 section 2.2 lets a recipient do. Seen: io.netty:netty-codec-http 4.2.18.Final with its default configuration:
# the response arrives as a failed 999 without the server's status; with setStrictLineParsing(false) it is a 503.
# nginx sends such lines when the value of an add_header stands on several lines.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>io.netty</groupId><artifactId>netty-codec-http</artifactId><version>4.2.18.Final</version>
</dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Response.java <<'JAVA'
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;

class Response {
    public static void main(String[] arguments) {
        System.out.println(status(new HttpDecoderConfig()) + " " + status(new HttpDecoderConfig().setStrictLineParsing(false)));
    }

    private static String status(HttpDecoderConfig configuration) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder(configuration));
        String head = "HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n";
        channel.writeInbound(Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII));
        HttpResponse response = channel.readInbound();
        return response.status().code() + (response.decoderResult().isSuccess() ? "" : "(failed)");
    }
}
JAVA
seen="$(java -cp 'lib/*' Response.java 2>/dev/null)"
echo "strict, lenient: $seen"
[ "$seen" = "999(failed) 503" ] || { echo "changed: expected 999(failed) 503" >&2; exit 1; }
