package dev.websocketexporter.engine.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.engine.SlowMachine;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.ValueReader.Contents;
import dev.websocketexporter.engine.work.ManualRunner;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Value;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read for a probe. */
class ValueReaderTest {
    @TempDir
    private Path directory;

    private final ManualRunner threads = new ManualRunner();
    private final ValueReader reader = new ValueReader(new FileReads(threads, threads, () -> 0));
    private final SlowMachine machine = SlowMachine.probing("ws://a.example/", ProbeModule.withDefaults("m"));

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aSecretThatHasGrownIsRefusedBeforeItFillsTheMemory() throws Exception {
        Path file = directory.resolve("key");
        Value secret = new Value.InFile(file);
        Files.writeString(file, "x".repeat(64 * 1024));
        assertThat(ValueReader.text(secret, secrets(secret))).hasSize(64 * 1024);

        Files.writeString(file, "x".repeat(64 * 1024 + 1));

        Contents grown = secrets(secret);
        assertThatThrownBy(() -> ValueReader.text(secret, grown))
                .isInstanceOf(ProbeFailedException.class)
                .satisfies(failure -> assertThat(((ProbeFailedException) failure).failure())
                        .hasToString("auth/authentication_setup: file " + file + " is larger than 64 KiB"));
        assertThat(ValueReader.pem(secret, pems(secret))).hasSize(64 * 1024 + 1);
    }

    @Test
    void whatStandsAroundThePartsOfPemMayBeInAnyEncoding() throws Exception {
        Path file = directory.resolve("ca.pem");
        Files.writeString(file, "# Główny\n-----BEGIN CERTIFICATE-----\n", Charset.forName("ISO-8859-2"));
        Value pem = new Value.InFile(file);

        assertThat(ValueReader.pem(pem, pems(pem))).endsWith("\n-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void twoFilesAreReadAtTheSameTime() throws Exception {
        Value one = new Value.InFile(Files.writeString(directory.resolve("one"), "1"));
        Value two = new Value.InFile(Files.writeString(directory.resolve("two"), "2"));

        CompletableFuture<Contents> read = reader.secrets(machine.run().context(), List.of(one, two, one));

        assertThat(threads.size()).isEqualTo(2);
        Contents files = done(read);
        assertThat(ValueReader.text(one, files) + ValueReader.text(two, files)).isEqualTo("12");
    }

    private Contents secrets(Value value) {
        return done(reader.secrets(machine.run().context(), List.of(value)));
    }

    private Contents pems(Value value) {
        return done(reader.pems(machine.run().context(), List.of(value)));
    }

    private Contents done(CompletableFuture<Contents> read) {
        threads.runAll();
        machine.channel().runPendingTasks();
        return read.join();
    }
}
