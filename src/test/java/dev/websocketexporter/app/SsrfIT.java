package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.app.SsrfRow.Answer;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way of {@code docs/ssrf.md} to lead the exporter where the policy forbids it, asked of a whole exporter: none does. */
@Timeout(60)
class SsrfIT {
    private static final Path DOCUMENT = Path.of("docs", "ssrf.md");
    private static final Pattern FAILURE =
            Pattern.compile("(?m)^probe_websocket_failure_info\\{phase=\"(\\w+)\",reason=\"(\\w+)\",?} 1");

    @TempDir
    private static Path directory;

    private static SsrfWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = new SsrfWorld(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    static List<SsrfRow> rows() {
        return Stream.concat(SsrfSpellings.all().stream(), SsrfWays.all().stream())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void leadsNowhere(SsrfRow row) throws Exception {
        int before = world.reached();
        HttpResponse<String> response = world.attempt(row);

        assertThat(world.reached()).as("connections to what is forbidden").isEqualTo(before);
        assertThat(world.askedOfProxies()).as("what was asked of proxies").isEmpty();
        assertThat(answer(response)).as(response.body()).isEqualTo(row.answer().words());
    }

    private static String answer(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 400 -> Answer.BAD.words();
            case 403 -> Answer.FORBIDDEN.words();
            case 200 -> failure(response.body());
            default -> String.valueOf(response.statusCode());
        };
    }

    private static String failure(String body) {
        if (body.contains("\nprobe_success 1")) {
            return Answer.ELSEWHERE.words();
        }
        return FAILURE.matcher(body)
                .results()
                .findFirst()
                .map(failure -> failure.group(2).equals("name_not_found")
                        ? Answer.NO_NAME.words()
                        : "`" + failure.group(2) + "`")
                .orElse("no failure");
    }

    /** Those that are 127.0.0.1 in another spelling, and the plainest redirects. */
    static List<SsrfRow> rowsThatOnlyThePolicyStops() {
        return rows().stream()
                .filter(row -> row.words().startsWith("a redirect with 30") || isTheVault(row))
                .toList();
    }

    private static boolean isTheVault(SsrfRow row) {
        if (row.answer() != Answer.FORBIDDEN || !row.module().equals("plain")) {
            return false;
        }
        try {
            Target target = Target.parse(row.target().replace("VAULT", "81"));
            return !target.secure()
                    && target.port() == 81
                    && ("127.0.0.1".equals(target.host()) || "0.0.0.0".equals(target.host()));
        } catch (InvalidTargetException e) {
            return false;
        }
    }

    /** Otherwise the rows would prove nothing. */
    @ParameterizedTest(name = "without the policy: {0}")
    @MethodSource("rowsThatOnlyThePolicyStops")
    void withoutThePolicyItLeadsThere(SsrfRow row) throws Exception {
        int before = world.reached();
        world.attempt(row.under(SsrfRow.Policy.NONE));
        assertThat(world.reached()).isEqualTo(before + 1);
    }

    @Test
    void theDocumentHasEachOfThemInWords() throws Exception {
        List<String> table = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals("| attempt | answer |"))
                .takeWhile(line -> line.startsWith("| "))
                .skip(2)
                .toList();
        List<String> expected = rows().stream().map(SsrfRow::inDocument).toList();
        assertThat(expected).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
        assertThat(rowsThatOnlyThePolicyStops()).hasSizeGreaterThan(30);
        assertThat(table).containsExactlyElementsOf(expected);
    }
}
