package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.bench.Watch.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchTest {
    @Test
    void soakIsPlayedOnlyWhenItIsAskedFor() {
        assertThat(Watch.parts(Set.of("--quick")))
                .containsExactlyInAnyOrder(Part.MEMORY, Part.PINGS, Part.FEED, Part.BESIDE, Part.DROP);
        assertThat(Watch.parts(Set.of("--soak", "--write"))).containsExactly(Part.SOAK);
        assertThat(Watch.parts(Set.of("--part=feed"))).containsExactly(Part.FEED);
    }

    @Test
    void unknownPartIsRefused() {
        assertThatThrownBy(() -> Watch.parts(Set.of("--part=pongs")))
                .hasMessage("pongs (expected: one of [memory, pings, feed, beside, drop, soak])");
    }

    /** The script checks the words before it builds. */
    @Test
    void scriptKnowsTheSameParts() throws Exception {
        List<String> words = Stream.of(Part.values())
                .filter(part -> part != Part.SOAK)
                .map(Part::word)
                .toList();

        assertThat(Files.readString(Path.of("bench", "watch"))).contains("\nparts=" + String.join(",", words) + "\n");
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void pageHasAPlaceForEachTable(Part part) throws Exception {
        String page = Files.readString(Path.of("docs", "watch.md"));

        assertThat(Document.with(page, part.table(), "a new table")).contains("a new table");
    }

    @Test
    void planHasAnEntryForEachTarget() {
        WatchPlan plan = WatchPlan.of(new WatchScale.Crowd(Scheme.ECDSA, 100), "heartbeat: {interval: 5s}");

        assertThat(plan.urls(81)).hasSize(50).startsWith("wss://127.0.0.1:81/", "wss://127.0.0.2:81/");
        assertThat(plan.yaml(81, "/roots.pem")).contains("""
                          - name: "wss://127.0.0.50:81/"
                            module: held
                            targets: ["wss://127.0.0.50:81/"]
                            connections: 2
                            heartbeat: {interval: 5s}
                        """);
    }

    @Test
    void metricsOfAllTargetsAreSummedUp() {
        WatchMetrics metrics = WatchMetrics.parse("""
                # HELP websocket_connections_active x
                websocket_connections_active{watch="a",target="ws://a/"} 3
                websocket_connections_active{watch="b",target="ws://b/"} 4.0
                websocket_connections_active_other{watch="b",target="ws://b/"} 9
                """);

        assertThat(metrics.sum("websocket_connections_active\\{.*\\}")).isEqualTo(7);
    }

    @Test
    void onlyMessagesThatCameAreCounted() {
        WatchMetrics metrics = WatchMetrics.parse("""
                websocket_messages_total{watch="a",target="ws://a/",direction="received",type="text",} 3.0
                websocket_messages_total{watch="a",target="ws://a/",direction="received",type="binary",} 4.0
                websocket_messages_total{watch="a",target="ws://a/",direction="sent",type="text",} 9.0
                """);

        assertThat(metrics.sum(WatchBeside.RECEIVED)).isEqualTo(7);
    }
}
