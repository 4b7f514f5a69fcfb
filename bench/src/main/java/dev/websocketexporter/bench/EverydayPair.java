package dev.websocketexporter.bench;

import static dev.websocketexporter.bench.Everyday.OURS;
import static dev.websocketexporter.bench.Everyday.PEER;

import dev.websocketexporter.bench.Blackbox.Prober;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Both exporters, executed together and measured side by side: cold, hot and idle. */
final class EverydayPair implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double IDLE_MEBIBYTES = 90;
    private static final double BUSY_MEBIBYTES = 100;

    private final EverydayScale scale;
    private final Laboratory laboratory;
    private final EventLoop loop;
    private final Subject ours;
    private final Subject peer;
    private final EverydayTables tables;

    private EverydayPair(
            EverydayScale scale,
            Laboratory laboratory,
            EventLoop loop,
            Subject ours,
            Subject peer,
            EverydayTables tables) {
        this.scale = scale;
        this.laboratory = laboratory;
        this.loop = loop;
        this.ours = ours;
        this.peer = peer;
        this.tables = tables;
    }

    /** Executes both, asks each from when it is ready, and returns after the first ten minutes. */
    static EverydayPair firstMinutes(
            EverydayScale scale, Laboratory laboratory, EventLoop loop, Path blackbox, EverydayTables tables)
            throws IOException {
        Subject peer = Blackbox.start(laboratory, blackbox, Prober.WEBSOCKET);
        long origin = peer.process().startedAtNanos();
        Paced.awaitOk(peer, "/-/healthy");
        double peerReady = peer.rssMebibytes();
        Paced theirs = Paced.begin(loop, peer, Everyday.peerPaths(laboratory), origin, Duration.ZERO);
        theirs.markExecution();
        Subject ours = startOurs(laboratory, peer);
        tables.memory("ready, before the first probe", ours.rssMebibytes(), peerReady, IDLE_MEBIBYTES);
        Paced own = Paced.begin(loop, ours, Everyday.ourPaths(laboratory), origin, Paced.BETWEEN);
        own.markExecution();
        EverydayPair pair = new EverydayPair(scale, laboratory, loop, ours, peer, tables);
        try {
            pair.firstMinutes(own, theirs, origin);
            return pair;
        } catch (RuntimeException | AssertionError e) {
            pair.close();
            throw e;
        }
    }

    private void firstMinutes(Paced own, Paced theirs, long origin) {
        Duration all = scale.piece().multipliedBy(EverydayScale.FIRST_PIECES);
        System.out.println("the first " + all.toSeconds() + " s at ten probes a second");
        tables.firstMinutes(watch(own, theirs, origin, EverydayScale.FIRST_PIECES));
        tables.memory(
                "after the first " + all.toSeconds() + " s", ours.rssMebibytes(), peer.rssMebibytes(), BUSY_MEBIBYTES);
    }

    /** Returns when it is ready; ends the peer if it cannot be started. */
    private static Subject startOurs(Laboratory laboratory, Subject peer) throws IOException {
        try {
            Subject ours = ThisExporter.start(laboratory, "everyday", ThisExporter.imageCommand());
            Paced.awaitOk(ours, "/-/ready");
            return ours;
        } catch (IOException | RuntimeException | AssertionError e) {
            peer.close();
            throw e;
        }
    }

    /** Saturates one after the other, then asks both as before. */
    void hot() throws IOException {
        System.out.println("at full load, then at ten probes a second");
        for (Subject subject : List.of(ours, peer)) {
            tables.fullLoad(
                    subject.equals(ours) ? OURS : PEER,
                    laboratory.load(Everyday.fullLoad(subject, paths(subject), AT_ONCE, scale.fullLoad())));
        }
        memory("after the full load");
        long origin = System.nanoTime();
        Paced theirs = Paced.begin(loop, peer, paths(peer), origin, Duration.ZERO);
        Paced own = Paced.begin(loop, ours, paths(ours), origin, Paced.BETWEEN);
        Paced.pause(scale.settling());
        own.mark();
        theirs.mark();
        tables.hot(watch(own, theirs, System.nanoTime(), EverydayScale.HOT_PIECES));
        memory("hot, ten probes a second again");
    }

    private List<String> paths(Subject subject) {
        return subject.equals(ours) ? Everyday.ourPaths(laboratory) : Everyday.peerPaths(laboratory);
    }

    /** Reads both at the end of each piece, and ends their loads after the last one. */
    private Duel watch(Paced own, Paced theirs, long from, int pieces) {
        for (int piece = 1; piece <= pieces; piece++) {
            Paced.pauseUntil(from + scale.piece().multipliedBy(piece).toNanos());
            own.mark();
            theirs.mark();
        }
        return new Duel(own.end(), theirs.end());
    }

    /** Nobody asks: what timers cost. */
    void idle() throws IOException {
        double[] own = new double[EverydayScale.IDLE_PIECES];
        double[] theirs = new double[EverydayScale.IDLE_PIECES];
        for (int piece = 0; piece < EverydayScale.IDLE_PIECES; piece++) {
            ThreadTimes ownBefore = ThreadTimes.of(ours.process().pid());
            ThreadTimes theirsBefore = ThreadTimes.of(peer.process().pid());
            Paced.pause(scale.idlePiece());
            own[piece] = millisASecond(ownBefore, ours);
            theirs[piece] = millisASecond(theirsBefore, peer);
        }
        tables.idle(Spread.of(own), Spread.of(theirs));
        tables.memory(
                "the most until then",
                ProcessFigures.peakRssMebibytes(ours.process().pid()),
                ProcessFigures.peakRssMebibytes(peer.process().pid()));
    }

    private double millisASecond(ThreadTimes before, Subject subject) throws IOException {
        double used = ThreadTimes.of(subject.process().pid()).secondsSince(before);
        return used * MILLIS_PER_SECOND * MILLIS_PER_SECOND / scale.idlePiece().toMillis();
    }

    private void memory(String when) {
        tables.memory(when, ours.rssMebibytes(), peer.rssMebibytes());
    }

    @Override
    public void close() {
        ours.close();
        peer.close();
    }
}
