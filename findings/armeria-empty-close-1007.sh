#!/usr/bin/env bash
# Armeria answers a Close without a code with the code 1007 ("inconsistent data") and an exception as its reason, where
# RFC 6455 section 5.5.1 lets a client send an empty Close and has 1005 for it. Seen: com.linecorp.armeria:armeria 1.40.0 with
# a service that completes its side when the client's has ended: a Close with 1000 is answered with 1000, an empty one with 1007.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>com.linecorp.armeria</groupId><artifactId>armeria</artifactId><version>1.40.0</version>
</dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Closes.java <<'JAVA'
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.websocket.WebSocketService;
import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class Closes {
    public static void main(String[] arguments) throws Exception {
        Server server = Server.builder()
                .http(new InetSocketAddress("127.0.0.1", 0))
                .service("/", WebSocketService.of((context, in) -> {
                    WebSocketWriter out = WebSocket.streaming();
                    in.subscribe(new Ends(out));
                    return out;
                }))
                .build();
        server.start().join();
        int port = server.activeLocalPort();
        System.out.println(answer(port, new byte[] {3, (byte) 232}) + " " + answer(port, new byte[0]));
        server.stop().join();
        System.exit(0);
    }

    /** The code of the Close that comes for a Close with this payload. */
    private static int answer(int port, byte[] payload) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String host = "127.0.0.1:" + port;
            socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int last = 0; last != 0x0d0a0d0a;) {
                last = last << 8 | in.readUnsignedByte();
            }
            // A mask of zeros leaves the payload as it is.
            byte[] frame = new byte[6 + payload.length];
            frame[0] = (byte) 0x88;
            frame[1] = (byte) (0x80 | payload.length);
            System.arraycopy(payload, 0, frame, 6, payload.length);
            socket.getOutputStream().write(frame);
            if (in.readUnsignedByte() != 0x88 || in.readUnsignedByte() < 2) {
                return 1005;
            }
            return in.readUnsignedShort();
        }
    }

    private record Ends(WebSocketWriter out) implements Subscriber<WebSocketFrame> {
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        public void onNext(WebSocketFrame frame) {
            frame.close();
            if (frame.type() == WebSocketFrameType.CLOSE) {
                out.close();
            }
        }

        public void onError(Throwable cause) {
            out.close(cause);
        }

        public void onComplete() {
            out.close();
        }
    }
}
JAVA
seen="$(timeout 60 java -cp 'lib/*' Closes.java 2>/dev/null)"
echo "answers to 1000 and to an empty Close: $seen"
[ "$seen" = "1000 1007" ] || { echo "changed: expected 1000 1007" >&2; exit 1; }
