package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A missing network and a mistake are distinguished. */
class DownloadsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code EAI_AGAIN",
                "npm ERR! code ENOTFOUND",
                "npm error code ETIMEDOUT",
                "main.go:12:2: example.com/hub@v0.6.3: Get \"https://registry.example/hub.zip\": dial tcp: lookup registry.example"
                        + " on 192.0.2.1:53: dial udp 192.0.2.1:53: connect: network is unreachable",
                "main.go:12:2: example.com/hub@v0.6.3: module lookup disabled by GOPROXY=off",
                "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'NewConnectionError('<HTTPSConnection"
                        + " object>: Failed to establish a new connection: [Errno 101] Network is unreachable')': /simple/hub/"
            })
    void noNetworkIsFoundInWhatWasSaid(String line) {
        assertThat(Downloads.unreachable("another line\n" + line + "\nnpm error syscall getaddrinfo\n"))
                .contains(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json is in sync",
                "npm error code ETARGET\nnpm error notarget No matching version found for ws@99.0.0.",
                "npm error code EINTEGRITY",
                "./main.go:7:2: undefined: dial",
                "verifying example.com/hub@v0.6.3: checksum mismatch",
                "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
            })
    void mistakeIsNoMissingNetwork(String said) {
        assertThat(Downloads.unreachable(said)).isEmpty();
    }

    @Test
    void mistakeFailsTheTestWithWhatWasSaid(@TempDir Path directory) {
        List<String> command = List.of("/bin/sh", "-c", "echo npm error code EUSAGE; exit 1");

        assertThatThrownBy(() -> Downloads.run(directory, Duration.ofSeconds(30), command))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith(" failed: npm error code EUSAGE\n");
    }
}
