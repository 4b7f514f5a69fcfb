#!/usr/bin/env bash
# Netty's epoll transport finds the channel of an event by its descriptor. If the handler of one event closes another channel
# and connects a new one, the new one gets the descriptor, and the event that was fetched for the closed one in the same look:
# a channel that is just connecting then hears NotYetConnectedException. Seen: netty-transport-native-epoll 4.2.18.Final on
# Linux; with a connect that is put off by eventLoop().execute() the same channel hears nothing.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencies><dependency>
<groupId>io.netty</groupId><artifactId>netty-transport-native-epoll</artifactId><version>4.2.18.Final</version>
<classifier>linux-x86_64</classifier></dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
cat >Reused.java <<'JAVA'
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.*;
import io.netty.channel.epoll.*;
import java.io.FileInputStream;
import java.net.*;
import java.util.*;
import java.util.concurrent.*;

class Reused {
    public static void main(String[] arguments) throws Exception {
        System.out.println(heard(false) + " " + heard(true));
        System.exit(0);
    }

    /** What a new channel hears while it connects, and the byte that is its answer after that. */
    private static String heard(boolean putOff) throws Exception {
        EventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        // So that there is no lower number free than that of the channel that will be closed.
        List<FileInputStream> open = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            open.add(new FileInputStream("/dev/null"));
        }
        Channel closed = connect(loop, server, new ChannelInboundHandlerAdapter()).sync().channel();
        Socket ofClosed = server.accept();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ChannelInboundHandler listening = new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                heard.add(cause.getClass().getSimpleName());
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                heard.add("answer");
            }
        };
        connect(loop, server, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                closed.close();
                if (putOff) {
                    loop.execute(() -> connect(loop, server, listening));
                } else {
                    connect(loop, server, listening);
                }
            }
        }).sync();
        Socket ofFirst = server.accept();
        // Both bytes have come when the loop looks again.
        CountDownLatch both = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        ofFirst.getOutputStream().write(1);
        ofClosed.getOutputStream().write(1);
        both.countDown();
        server.accept().getOutputStream().write(1);
        for (FileInputStream file : open) {
            file.close();
        }
        return heard.poll(20, TimeUnit.SECONDS);
    }

    private static ChannelFuture connect(EventLoop loop, ServerSocket server, ChannelHandler handler) {
        return new Bootstrap().group(loop).channel(EpollSocketChannel.class).handler(handler)
                .connect(server.getLocalSocketAddress());
    }
}
JAVA
seen="$(timeout 120 java -cp 'lib/*' Reused.java 2>/dev/null)"
echo "what the new channel hears first, connected at once and put off: $seen"
[ "$seen" = "NotYetConnectedException answer" ] || { echo "changed: expected NotYetConnectedException answer" >&2; exit 1; }
