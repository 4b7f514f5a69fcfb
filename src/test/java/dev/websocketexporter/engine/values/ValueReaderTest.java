package dev.websocketexporter.engine.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.module.Value;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read for a probe. */
class ValueReaderTest {
    @Test
    void aSecretThatHasGrownIsRefusedBeforeItFillsTheMemory(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("key");
        Files.writeString(file, "x".repeat(64 * 1024));
        assertThat(ValueReader.text(new Value.InFile(file))).hasSize(64 * 1024);

        Files.writeString(file, "x".repeat(64 * 1024 + 1));

        assertThatThrownBy(() -> ValueReader.text(new Value.InFile(file)))
                .isInstanceOf(ProbeFailedException.class)
                .satisfies(failure -> assertThat(((ProbeFailedException) failure).failure())
                        .hasToString("auth/authentication_setup: file " + file + " is larger than 64 KiB"));
        assertThat(ValueReader.pem(new Value.InFile(file))).hasSize(64 * 1024 + 1);
    }

    @Test
    void whatStandsAroundThePartsOfPemMayBeInAnyEncoding(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ca.pem");
        Files.writeString(file, "# Główny\n-----BEGIN CERTIFICATE-----\n", Charset.forName("ISO-8859-2"));

        assertThat(ValueReader.pem(new Value.InFile(file))).endsWith("\n-----BEGIN CERTIFICATE-----\n");
    }
}
