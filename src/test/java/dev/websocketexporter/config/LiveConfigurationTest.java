package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.TlsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigurationTest {
    private static final String ONE = "modules: {one: {timeout: 1s}}\n";
    private static final String TWO = "modules: {two: {timeout: 2s}}\n";
    private static final String BAD = "modules: {two: {timeout: 2}}\n";

    @TempDir
    private Path directory;

    @Test
    void badFileStartsNothing() throws IOException {
        write(BAD);
        assertThatThrownBy(this::load).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(this::load).hasMessage(file() + ": cannot be read: no such file");
    }

    @Test
    void reloadReplacesTheSnapshotAsAWhole() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        Configuration before = live.get();
        write(TWO);

        assertThat(live.get()).isSameAs(before);
        assertThat(live.reload()).isInstanceOf(ReloadResult.Reloaded.class);

        assertThat(live.get().modules()).containsOnlyKeys("two");
        assertThat(before.modules()).containsOnlyKeys("one");
    }

    @Test
    void badFileChangesNothingAndEveryMistakeIsTold() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        Configuration before = live.get();
        write("modules: {two: {timeout: 2, tmeout: 1s}}\n");

        assertThat(((ReloadResult.Refused) live.reload()).mistakes())
                .hasSize(2)
                .allMatch(mistake -> mistake.toString().startsWith(file() + ":1:"));
        assertThat(live.get()).isSameAs(before);
    }

    @Test
    void unreadableFileChangesNothing() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        Files.delete(file());

        assertThat(((ReloadResult.Refused) live.reload()).mistakes())
                .singleElement()
                .hasToString(file() + ": cannot be read: no such file");
        assertThat(live.get().modules()).containsOnlyKeys("one");
    }

    @Test
    void embeddedConfigurationHasNothingToReload() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(new ConfigurationSource(null, EnumSet.allOf(TlsVersion.class)));

        assertThat(live.reload()).isInstanceOf(ReloadResult.NothingToReload.class);
        assertThat(live.reloadIfChanged()).isNull();
        assertThat(live.get().modules()).containsKey("websocket");
    }

    @Test
    void sameContentIsNoChangeWhateverItsTimeSays() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        Configuration before = live.get();
        write(ONE);
        Files.setLastModifiedTime(file(), FileTime.from(Instant.parse("2031-01-01T00:00:00Z")));

        assertThat(live.reloadIfChanged()).isNull();
        assertThat(live.get()).isSameAs(before);
    }

    @Test
    void otherContentIsAChangeWhateverItsTimeAndSizeSay() throws Exception {
        write(ONE);
        FileTime time = Files.getLastModifiedTime(file());
        LiveConfiguration live = load();
        write(TWO);
        Files.setLastModifiedTime(file(), time);

        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Reloaded.class);
        assertThat(live.get().modules()).containsOnlyKeys("two");
        assertThat(live.reloadIfChanged()).isNull();
    }

    @Test
    void fileReplacedByRenameIsNoticed() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        Path next = Files.writeString(directory.resolve("next.yml"), TWO);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Reloaded.class);
    }

    /** As Kubernetes mounts a ConfigMap: config.yml → ..data/config.yml, and ..data → a directory that is exchanged. */
    @Test
    void movedLinkToTheDirectoryIsNoticed() throws Exception {
        Path old = Files.createDirectory(directory.resolve("..2026_1"));
        Path young = Files.createDirectory(directory.resolve("..2026_2"));
        Files.writeString(old.resolve("config.yml"), ONE);
        Files.writeString(young.resolve("config.yml"), TWO);
        Path data = directory.resolve("..data");
        Files.createSymbolicLink(data, old.getFileName());
        Files.createSymbolicLink(file(), Path.of("..data", "config.yml"));
        LiveConfiguration live = load();
        Path moved = Files.createSymbolicLink(directory.resolve("..data_tmp"), young.getFileName());
        Files.move(moved, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Reloaded.class);
        assertThat(live.get().modules()).containsOnlyKeys("two");
    }

    @Test
    void refusedContentIsToldOnceAndAgainWhenTheMistakeChanges() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        write(BAD);
        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Refused.class);
        assertThat(live.reloadIfChanged()).isNull();
        Files.delete(file());
        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Refused.class);
        assertThat(live.reloadIfChanged()).isNull();
    }

    @Test
    void returnToWhatIsInForceAfterARefusalIsAReload() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        write(BAD);
        live.reload();
        write(ONE);

        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Reloaded.class);
        assertThat(live.reloadIfChanged()).isNull();
    }

    @Test
    void refusedContentIsTriedAgainSinceAFileThatItNamesMayBePutRight() throws Exception {
        write(ONE);
        LiveConfiguration live = load();
        write("modules: {two: {websocket: {http_config: {tls_config: {ca_file: ca.pem}}}}}\n");
        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Refused.class);
        Files.writeString(directory.resolve("ca.pem"), Pem.CERTIFICATE);

        assertThat(live.reloadIfChanged()).isInstanceOf(ReloadResult.Reloaded.class);
        assertThat(live.get().modules()).containsOnlyKeys("two");
    }

    private LiveConfiguration load() throws ConfigurationException {
        return LiveConfiguration.load(new ConfigurationSource(file(), EnumSet.allOf(TlsVersion.class)));
    }

    private Path file() {
        return directory.resolve("config.yml");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file(), yaml);
    }
}
