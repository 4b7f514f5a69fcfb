package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Commands that bring packages from a registry. One that cannot reach its registry skips the test, and fails it where CI is
 * set; one that fails for another reason, such as a lock file that does not fit, fails the test everywhere.
 */
final class Downloads {
    /** What npm, go and pip say then; none has an exit status of its own for it. */
    private static final Pattern UNREACHABLE = Pattern.compile(
            "npm (?:ERR!|error) code (?:ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED"
                    + "|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED)\\b.*"
                    + "|WARNING: Retrying .*'(?:NewConnection|NameResolution|ConnectTimeout|ReadTimeout)Error\\(.*"
                    + "|.*: (?:dial (?:tcp|udp)\\b|module lookup disabled by GOPROXY=off|net/http: TLS handshake timeout).*");

    private Downloads() {}

    /**
     * Runs the command to its end.
     *
     * @param directory where it runs
     * @return what it said
     */
    static String run(Path directory, Duration atMost, List<String> command) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            if (process.awaitExit(atMost) != 0) {
                String said = process.output();
                unreachable(said).ifPresent(line -> Programs.missing("no network for " + command + ": " + line));
                throw new AssertionError(command + " failed: " + said);
            }
            return process.output();
        }
    }

    /** The line that says that a registry was not reached. */
    static Optional<String> unreachable(String output) {
        return output.lines()
                .filter(line -> UNREACHABLE.matcher(line).matches())
                .findFirst();
    }
}
