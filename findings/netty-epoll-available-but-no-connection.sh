#!/usr/bin/env bash
# Netty's Epoll.isAvailable() says that the native library and the jars fit. With jars that are two releases newer than the
# library it says so too, and a server listens; but each connection of a client, to a server that is there or not, ends in an
# UnsatisfiedLinkError or a NoClassDefFoundError, since the numbers of errors are asked of the library only then: no choice of
# NIO by isAvailable() helps. Seen: io.netty:netty-transport-classes-epoll 4.2.20.Final with the library of
# netty-transport-native-epoll 4.2.18.Final; with netty-transport-native-unix-common 4.2.18.Final in addition, all of it works.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>f</groupId><artifactId>f</artifactId><version>1</version><dependencyManagement><dependencies><dependency>
<groupId>io.netty</groupId><artifactId>netty-transport-native-unix-common</artifactId><version>${common}</version>
</dependency></dependencies></dependencyManagement><dependencies><dependency>
<groupId>io.netty</groupId><artifactId>netty-transport-classes-epoll</artifactId><version>4.2.20.Final</version>
</dependency><dependency>
<groupId>io.netty</groupId><artifactId>netty-transport-native-epoll</artifactId><version>4.2.18.Final</version>
<classifier>linux-x86_64</classifier>
</dependency></dependencies></project>
POM
for common in 4.2.20.Final 4.2.18.Final; do
  mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -Dcommon="$common" -DoutputDirectory="$common"
done
cat >Refused.java <<'JAVA'
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;

class Refused {
    public static void main(String[] arguments) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var server = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new Nothing())
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        var client = new Bootstrap().group(group).channel(EpollSocketChannel.class).handler(new Nothing());
        var accepted = client.connect(server.localAddress()).await().cause();
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        var refused = client.connect("127.0.0.1", nobody).await().cause();
        System.out.println("available " + Epoll.isAvailable() + ", listens " + server.isActive() + ", connection "
                + kind(accepted) + ", without a server " + kind(refused));
        System.exit(0);
    }

    private static String kind(Throwable cause) {
        return cause == null ? "made" : cause instanceof ConnectException ? "refused" : cause instanceof LinkageError ? "LinkageError" : "" + cause;
    }

    @ChannelHandler.Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {}
}
JAVA
newer="$(timeout 60 java -cp '4.2.20.Final/*' Refused.java 2>/dev/null)"
older="$(timeout 60 java -cp '4.2.18.Final/*' Refused.java 2>/dev/null)"
echo "all jars 4.2.20:    $newer"
echo "unix-common 4.2.18: $older"
[ "$newer" = "available true, listens true, connection LinkageError, without a server LinkageError" ] &&
  [ "$older" = "available true, listens true, connection made, without a server refused" ] ||
  { echo "changed: expected a LinkageError for each connection with the newer jar, and none with the older one" >&2; exit 1; }
