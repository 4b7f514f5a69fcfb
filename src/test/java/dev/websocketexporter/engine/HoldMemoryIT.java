package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.hold.HoldRecorder;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.testkit.Conditions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stays in memory of connections that are held. */
@Timeout(60)
class HoldMemoryIT {
    private static final int CONNECTIONS = 50;
    /** A thread that waits for work still has its last task, and so what that was for. */
    private static final int FEW = 10;

    private static final Pings PINGS = new Pings(Duration.ofSeconds(30), Duration.ofSeconds(10), 2);
    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    @TempDir
    private Path directory;

    /** How many objects of each class are reachable. */
    private static Map<String, Integer> histogram() {
        try {
            String text = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Map<String, Integer> counts = new TreeMap<>();
            for (String line : text.split("\n")) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    if (row.group(3).startsWith("dev.websocketexporter.engine.")
                            || row.group(3).startsWith("io.netty.")) {
                        counts.put(row.group(3), Integer.parseInt(row.group(1)));
                    }
                }
            }
            return counts;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void openConnectionKeepsNothingOfItsOpening(HttpVersion version) throws Exception {
        try (GridProbes probes = GridProbes.open(directory);
                Stage stage = probes.stage()) {
            if (version == HttpVersion.HTTP_2) {
                stage.behindHttp2();
            }
            Said.with(stage, Said.send("subscribe"), Said.expect("ok"));
            ProbeRequest request = stage.secure(stage.world().goodTls(), peer -> {
                peer.upgrade();
                peer.readFrame();
                peer.send(ServerFrames.text("ok"));
                Said.farewell(peer);
            });
            List<Held> held = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Forgetful opened = new Forgetful();
                held.add(probes.prober().hold(request, new Plan(PINGS, Messages.ANY, null), opened));
                opened.until("opened");
            }
            Map<String, Integer> counts = new TreeMap<>();
            Conditions.await(
                    Duration.ofSeconds(10),
                    () -> {
                        counts.clear();
                        counts.putAll(histogram());
                        return counts.getOrDefault("dev.websocketexporter.engine.run.ProbeRun", 0) < FEW;
                    },
                    () -> "still there: " + counts);
            assertThat(counts).containsEntry("dev.websocketexporter.engine.hold.HeldFrames", CONNECTIONS);
            for (String gone : List.of(
                    "run.PhaseContext",
                    "run.ProbeLog",
                    "run.ProbeState",
                    "run.TailHandler",
                    "tls.HandshakeFacts$Greeting",
                    "session.Session",
                    "session.WebSocketFrameHandler",
                    "conversation.ConversationRun",
                    "upgrade.UpgradeHandler")) {
                assertThat(counts.getOrDefault("dev.websocketexporter.engine." + gone, 0))
                        .as(gone)
                        .isLessThan(FEW);
            }
            assertThat(counts).doesNotContainKey("io.netty.handler.flow.FlowControlHandler");
            held.forEach(each -> each.close(1000, Ours.SHUTDOWN));
            held.forEach(each -> each.released().toCompletableFuture().join());
        }
    }

    /** As one that keeps figures does: without the result. */
    private static final class Forgetful extends HoldRecorder {
        @Override
        public void opened(ProbeResult shown, long tick) {
            events().add("opened");
        }
    }
}
