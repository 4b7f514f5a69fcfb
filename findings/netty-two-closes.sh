#!/usr/bin/env bash
# Netty's WebSocketServerProtocolHandler says Close twice when a frame is too long: 1009 and the reason, then 1000 "Bye", though
# a peer that has sent a Close sends no further data (RFC 6455 section 1.4). A client that takes the last one for the cause reports a
# normal end. Seen: io.netty:netty-codec-http 4.2.18.Final.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>io.netty</groupId><artifactId>netty-codec-http</artifactId><version>4.2.18.Final</version>
</dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Closes.java <<'JAVA'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

class Closes {
    public static void main(String[] arguments) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(
                                new HttpServerCodec(), new HttpObjectAggregator(65536), new WebSocketServerProtocolHandler("/"));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println(codes(((InetSocketAddress) server.localAddress()).getPort()));
        System.exit(0);
    }

    /** The codes of the Close frames that come for a text message of 65,537 bytes, one more than the handler takes. */
    private static String codes(int port) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int last = 0; last != 0x0d0a0d0a;) {
                last = last << 8 | in.readUnsignedByte();
            }
            // The length 65,537 in eight bytes, and a mask of zeros, which leaves the payload as it is.
            byte[] frame = new byte[14 + 65_537];
            java.util.Arrays.fill(frame, 14, frame.length, (byte) 'a');
            frame[0] = (byte) 0x81;
            frame[1] = (byte) 0xff;
            frame[7] = 1;
            frame[9] = 1;
            socket.getOutputStream().write(frame);
            StringBuilder codes = new StringBuilder();
            for (int head = in.read(); head == 0x88; head = in.read()) {
                int length = in.readUnsignedByte();
                codes.append(in.readUnsignedShort()).append(' ');
                in.skipNBytes(length - 2);
            }
            return codes.toString().trim();
        }
    }
}
JAVA
seen="$(timeout 60 java -cp 'lib/*' Closes.java 2>/dev/null)"
echo "Close frames: $seen"
[ "$seen" = "1009 1000" ] || { echo "changed: expected 1009 1000" >&2; exit 1; }
