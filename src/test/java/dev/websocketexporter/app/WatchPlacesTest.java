package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.HungFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WatchPlacesTest {
    @TempDir
    private Path directory;

    private Configuration configuration(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("config.yml"), yaml);
        return new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class))
                .load()
                .configuration();
    }

    @Test
    void tooManyAreToldOnceWithTheLimitThatWouldDo() {
        WatchPlaces places = new WatchPlaces(new DescriptorBudget(1_024, 100, 10_000), 1_000);
        try (CapturedLog log = CapturedLog.of(WatchPlaces.class)) {
            long lasting = DescriptorBudget.connectionsOf(places.most());
            places.report(lasting);
            assertThat(log.events()).isEmpty();
            places.report(10_000);
            places.report(10_000);
            assertThat(log.lines(Level.WARN))
                    .singleElement()
                    .asString()
                    .startsWith("the file descriptors are enough for fewer watched connections than are configured,"
                            + " further ones are not dialled (expected: a limit of open files, such as by ulimit -n or"
                            + " LimitNOFILE, of at least "
                            + new DescriptorBudget(1_024, 100, 0).needed(1_000, 10_000) + " ")
                    .endsWith(" when the exporter starts) connections=10000 most=" + lasting);
            places.report(20_000);
            assertThat(log.events()).hasSize(2);
        }
    }

    @Test
    void filesCountAtTheStartUnlessTheyHang() throws Exception {
        Path file = Files.writeString(directory.resolve("watched.yml"), "- targets: [ws://b.example, ws://c.example]");
        Configuration both = configuration("modules: {websocket: {}}\nwatch: [{name: feed, connections: 3, targets:"
                + " [ws://a.example], target_files: [watched.yml]}]");
        assertThat(WatchPlaces.wanted(both, Shard.WHOLE)).isEqualTo(9);
        assertThat(WatchPlaces.wanted(both, new Shard(2, 0)) + WatchPlaces.wanted(both, new Shard(2, 1)))
                .isEqualTo(9);
        assertThat(WatchPlaces.wanted(configuration("modules: {websocket: {}}"), Shard.WHOLE))
                .isZero();
        try (HungFiles hung = HungFiles.of(List.of(file))) {
            assertThat(hung).isNotNull();
            assertThat(WatchPlaces.wanted(both, Shard.WHOLE)).isEqualTo(3);
        }
    }
}
