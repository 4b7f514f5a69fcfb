package dev.websocketexporter.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Asks an exporter for probes, from a process of its own, on one thread. Each line of the standard input is a
 * {@link LoadPlan}, and is answered with one line, a {@link LoadResult}.
 */
final class LoadDriver {
    private LoadDriver() {}

    public static void main(String[] arguments) throws IOException {
        EventLoop loop = (EventLoop) new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        long firstTarget = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            LoadRound round = new LoadRound(LoadPlan.parse(line), loop, firstTarget);
            System.out.println(round.run().line());
            firstTarget = round.nextTarget();
        }
        System.exit(0);
    }
}
