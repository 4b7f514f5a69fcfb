package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.app.Flag.BadFlagException;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.ServerSettings;
import dev.websocketexporter.server.recording.ProberLogging;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineParserTest {
    @Test
    void withoutFlagsTheDefaultsHold() throws BadFlagException {
        Flags flags = CommandLineParser.parse();
        assertThat(flags.configuration().file()).isNull();
        assertThat(flags.configCheck()).isFalse();
        assertThat(flags.autoReload()).isNull();
        assertThat(flags.logLevel()).isEqualTo(Level.INFO);
        assertThat(flags.logFormat()).isEqualTo(LogFormat.LOGFMT);
        assertThat(flags.serverSettings())
                .isEqualTo(new ServerSettings(
                        List.of(new ListenAddress(null, 10115)),
                        null,
                        "",
                        true,
                        100,
                        Duration.ofMillis(500),
                        1000,
                        ProberLogging.STATE_CHANGES));
    }

    @Test
    void everyFlagReachesItsPlace() throws BadFlagException {
        Flags flags = CommandLineParser.parse(
                "--config.file=a.yml",
                "--config.check",
                "--web.listen-address=127.0.0.1:0",
                "--web.listen-address=[::1]:10116",
                "--web.external-url=https://example.com/outside/",
                "--web.route-prefix=/inside",
                "--no-web.enable-echo",
                "--history.limit=7",
                "--timeout-offset=0.25",
                "--probe.max-concurrent=8",
                "--log.level=error",
                "--log.format=json",
                "--log.prober=debug");
        assertThat(flags.configuration().file()).isEqualTo(Path.of("a.yml"));
        assertThat(flags.configCheck()).isTrue();
        assertThat(flags.logLevel()).isEqualTo(Level.ERROR);
        assertThat(flags.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(flags.serverSettings())
                .isEqualTo(new ServerSettings(
                        List.of(new ListenAddress("127.0.0.1", 0), new ListenAddress("::1", 10116)),
                        URI.create("https://example.com/outside/"),
                        "/inside",
                        false,
                        7,
                        Duration.ofMillis(250),
                        8,
                        ProberLogging.DEBUG));
    }

    @ParameterizedTest
    @CsvSource({"0B,0", "7B,7", "2KB,2048", "2KiB,2048", "16MiB,16777216", "16MB,16777216"})
    void memoryOfTheHistoryIsAnAmountInPowersOfTwo(String given, long bytes) throws BadFlagException {
        assertThat(CommandLineParser.parse("--history.max-bytes=" + given)
                        .serverSettings()
                        .historyBytes())
                .isEqualTo(bytes);
    }

    @Test
    void historyIsNotGivenMoreThanHalfOfTheHeap() {
        assertThat(assertThrows(
                        BadFlagException.class, () -> CommandLineParser.parse("--history.max-bytes=999999999GiB")))
                .hasMessage("--history.max-bytes: \"999999999GiB\" is more than half of the heap (expected: at most "
                        + Runtime.getRuntime().maxMemory() / 2 + "B, or a larger heap by -Xmx)");
    }

    @Test
    void originsOfOtherPagesAreARegularExpression() throws BadFlagException {
        assertThat(CommandLineParser.parse().serverSettings().corsOrigin()).isNull();
        assertThat(CommandLineParser.parse("--web.cors.origin=https://.*\\.example\\.com")
                        .serverSettings()
                        .corsOrigin())
                .hasToString("https://.*\\.example\\.com");
    }

    @ParameterizedTest
    @CsvSource({"30s,30", "1s,1", "1m30s,90", "24h,86400", "1h1s,3601"})
    void intervalOfTheAutomaticReloadIsADuration(String given, long seconds) throws BadFlagException {
        assertThat(CommandLineParser.parse("--config.enable-auto-reload", "--config.auto-reload-interval=" + given)
                        .autoReload())
                .hasSeconds(seconds);
    }

    @Test
    void automaticReloadLooksEveryHalfMinute() throws BadFlagException {
        assertThat(CommandLineParser.parse("--config.enable-auto-reload").autoReload())
                .hasSeconds(30);
        assertThat(CommandLineParser.parse("--config.auto-reload-interval=5s").autoReload())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"30", "0s", "500ms", "-1s", "25h", "s", "1s1m", "9999999s"})
    void intervalThatIsNoneIsRefused(String given) {
        assertThat(assertThrows(
                        BadFlagException.class,
                        () -> CommandLineParser.parse("--config.auto-reload-interval=" + given)))
                .hasMessage("--config.auto-reload-interval: \"" + given
                        + "\" is no duration from 1s to 24h (expected: one such as 30s or 1m30s)");
    }

    @Test
    void valueMayFollowItsFlag() throws BadFlagException {
        Flags flags = CommandLineParser.parse("--config.file", "a=b.yml", "--history.limit", "0", "--web.enable-echo");
        assertThat(flags.configuration().file()).isEqualTo(Path.of("a=b.yml"));
        assertThat(flags.serverSettings().historyLimit()).isZero();
        assertThat(flags.serverSettings().echo()).isTrue();
    }

    @Test
    void listenAddressesMayStandApart() throws BadFlagException {
        assertThat(CommandLineParser.parse(
                                "--web.listen-address=:1",
                                "--log.level=info",
                                "--web.route-prefix=/a",
                                "--web.listen-address=:2")
                        .serverSettings())
                .returns(
                        List.of(new ListenAddress(null, 1), new ListenAddress(null, 2)),
                        ServerSettings::listenAddresses)
                .returns("/a", ServerSettings::routePrefix);
    }

    @Test
    void routePrefixIsThePathOfTheExternalUrlUnlessGiven() throws BadFlagException {
        assertThat(CommandLineParser.parse("--web.external-url=http://example.com/ws")
                        .serverSettings()
                        .routePrefix())
                .isEqualTo("/ws");
        assertThat(CommandLineParser.parse("--web.external-url=http://example.com/ws", "--web.route-prefix=/")
                        .serverSettings()
                        .routePrefix())
                .isEmpty();
    }

    @Test
    void watchedTargetsMayBeSharedAmongExporters() throws BadFlagException {
        assertThat(CommandLineParser.parse().shard()).isEqualTo(Shard.WHOLE);
        Flags flags = CommandLineParser.parse("--watch.shards=3", "--watch.shard=2");
        assertThat(flags.shard())
                .isEqualTo(new Shard(3, 2))
                .isEqualTo(flags.configuration().shard());
        assertThat(CommandLineParser.parse("--watch.shard", "0", "--watch.shards", "1")
                        .shard())
                .isEqualTo(Shard.WHOLE);
    }

    @Test
    void fileThatBeginsWithAnAtSignIsAFile() throws BadFlagException {
        assertThat(CommandLineParser.parse("--config.file", "@a.yml")
                        .configuration()
                        .file())
                .isEqualTo(Path.of("@a.yml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a.yml", "-hello.yml", "-version", "-log.level=debug", "---version"})
    void valueMayBeginWithADash(String file) throws BadFlagException {
        assertThat(CommandLineParser.parse("--config.file", file)
                        .configuration()
                        .file())
                .isEqualTo(Path.of(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void whoeverAsksForHelpGetsItWhateverElseStandsThere(String help) throws BadFlagException {
        assertThat(CommandLineParser.parse("--log.levle=info", help, "x").help())
                .isTrue();
        assertThat(CommandLineParser.parse("--bogus", "--version").version()).isTrue();
    }

    @Test
    void valueMayStandInQuotes() throws BadFlagException {
        assertThat(CommandLineParser.parse("--config.file=\"a.yml\"")
                        .configuration()
                        .file())
                .isEqualTo(Path.of("\"a.yml\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--web.listen-adress=:1 | --web.listen-adress: unknown flag (did you mean --web.listen-address?)",
                "--config.fil=a | --config.fil: unknown flag (did you mean --config.file?)",
                "-config.file=a | -config.file: unknown flag (did you mean --config.file?)",
                "--web.systemd-socket | --web.systemd-socket: sockets of systemd are not supported (expected: --web.listen-address=[HOST]:PORT)",
                "--web.listen-address=vsock://:1 | --web.listen-address: \"vsock://:1\" is a socket of a virtual machine, which is not supported (expected: [HOST]:PORT such as :10115, 127.0.0.1:10115 or [::1]:10115)",
                "--hlep | --hlep: unknown flag (expected: one that --help lists)",
                "--no-web.enable-ech | --no-web.enable-ech: unknown flag (did you mean --no-web.enable-echo?)",
                "-x | -x: unknown flag (expected: one that --help lists)",
                "a.yml | `a.yml`: an argument without a flag (expected: --flag=value; --help lists the flags)",
                "prob ws://a | `prob`: unknown command (did you mean probe?)",
                "--log.level=info probe | probe: stands after another argument (expected: a command is the first)",
                "--config.file | --config.file: has no value (expected: --config.file=FILE)",
                "--config.file= | --config.file: `` is no file (expected: a path such as /etc/websocket_exporter/config.yml)",
                "--config.file=a --config.file=b | --config.file: given twice (expected: once)",
                "--log.level=info --history.limit=1 --log.level=info | --log.level: given twice (expected: once)",
                "--config.check --config.check | --config.check: given twice (expected: once)",
                "--config.file --config.check | --config.file: has no value (expected: --config.file=FILE)",
                "--config.check=maybe | --config.check: has a value (expected: none, just --config.check)",
                "--config.check=false | --config.check: has a value (expected: none, just --config.check)",
                "--web.enable-echo=false | --web.enable-echo: has a value (expected: none, just --web.enable-echo)",
                "--web.enable-echo --no-web.enable-echo | --web.enable-echo and --no-web.enable-echo: given both (expected: one of them)",
                "--web.listen-address=10115 | --web.listen-address: `10115` is not a listen address (expected: [HOST]:PORT such as :10115, 127.0.0.1:10115 or [::1]:10115)",
                "--web.listen-address=:65536 | --web.listen-address: `:65536` has no port from 0 to 65535 (expected: [HOST]:PORT such as :10115, 127.0.0.1:10115 or [::1]:10115)",
                "--web.external-url=example.com | --web.external-url: `example.com` is no http URL with a host (expected: an http:// or https:// URL such as https://example.com/websocket)",
                "--web.external-url=http://a/?b | --web.external-url: `http://a/?b` has a query, a fragment or user info (expected: an http:// or https:// URL such as https://example.com/websocket)",
                "--web.external-url=http://a/{} | --web.external-url: `http://a/{}` is no URL (expected: an http:// or https:// URL such as https://example.com/websocket)",
                "--web.external-url=http://a/%20 | --web.external-url: `/%20` is not a route prefix (expected: a path such as /websocket, of letters, digits, dots, hyphens, underscores, tildes)",
                "--web.route-prefix=/a?b | --web.route-prefix: `/a?b` is not a route prefix (expected: a path such as /websocket, of letters, digits, dots, hyphens, underscores, tildes)",
                "--history.limit=-1 | --history.limit: `-1` is out of range (expected: a whole number from 0 to 100000)",
                "--history.limit -1 | --history.limit: `-1` is out of range (expected: a whole number from 0 to 100000)",
                "--history.limit=1e3 | --history.limit: `1e3` is out of range (expected: a whole number from 0 to 100000)",
                "--history.limit=9999999999 | --history.limit: `9999999999` is out of range (expected: a whole number from 0 to 100000)",
                "--history.max-bytes=16 | --history.max-bytes: `16` is no amount of memory (expected: one such as 500KiB, 16MiB or 1GiB)",
                "--history.max-bytes=-1MiB | --history.max-bytes: `-1MiB` is no amount of memory (expected: one such as 500KiB, 16MiB or 1GiB)",
                "--history.max-bytes=16iB | --history.max-bytes: `16iB` is no amount of memory (expected: one such as 500KiB, 16MiB or 1GiB)",
                "--web.cors.origin=( | --web.cors.origin: `(` is no regular expression (missing closing )) (expected: one in RE2 syntax such as https://status\\.example\\.com)",
                "--web.cors.origin= | --web.cors.origin: `` would let nobody in (expected: a regular expression such as https://status\\.example\\.com)",
                "--probe.max-concurrent=0 | --probe.max-concurrent: `0` is out of range (expected: a whole number from 1 to 100000)",
                "--timeout-offset=500ms | --timeout-offset: `500ms` is no number of seconds from 0 to 3600 (expected: one such as 0.5, without a unit)",
                "--timeout-offset=-0.5 | --timeout-offset: `-0.5` is no number of seconds from 0 to 3600 (expected: one such as 0.5, without a unit)",
                "--timeout-offset=3601 | --timeout-offset: `3601` is no number of seconds from 0 to 3600 (expected: one such as 0.5, without a unit)",
                "--timeout-offset=NaN | --timeout-offset: `NaN` is no number of seconds from 0 to 3600 (expected: one such as 0.5, without a unit)",
                "--log.level=warning | --log.level: `warning` is no level (expected: debug, info, warn or error)",
                "--log.format=text | --log.format: `text` is no format (expected: logfmt or json)",
                "--log.prober=all | --log.prober: `all` is no level of the probes' log lines (expected: none, debug, info, warn or error)",
                "--log.level=info -- --log.level=debug | --log.level: stands after --, where no flag is read (expected: before it)",
                "--watch.shards=3 | --watch.shards: given without --watch.shard (expected: both, such as --watch.shards=3 --watch.shard=0)",
                "--watch.shard=0 | --watch.shard: given without --watch.shards (expected: both, such as --watch.shards=3 --watch.shard=0)",
                "--watch.shards=3 --watch.shard=3 | --watch.shard: `3` is out of range (expected: a whole number from 0 to 2)",
                "--watch.shards=0 --watch.shard=0 | --watch.shards: `0` is out of range (expected: a whole number from 1 to 100000)",
                "--watch.shards=3 --watch.shard=-1 | --watch.shard: `-1` is out of range (expected: a whole number from 0 to 2)",
                "--watch.shards=3 --watch.shard=web-1 | --watch.shard: `web-1` is out of range (expected: a whole number from 0 to 2)",
                "--timeout=1 | --timeout: unknown flag (did you mean --timeout-offset?)",
                "-v | -v: unknown flag (did you mean --version?)",
                "--no-config.check | --no-config.check: unknown flag (expected: one that --help lists)",
                "--web.disable-echo | --web.disable-echo: unknown flag (expected: one that --help lists)",
                "-hx | -hx: unknown flag (expected: one that --help lists)",
                "---config.file=a | ---config.file: unknown flag (did you mean --config.file?)",
                "--config=a | --config: unknown flag (expected: one that --help lists)",
                "--verison | --verison: unknown flag (did you mean --version?)",
                "--log-level=info | --log-level: unknown flag (did you mean --log.level?)",
                "--listen-address=:1 | --listen-address: unknown flag (did you mean --web.listen-address?)",
                "-h=1 | -h: has a value (expected: none, just -h)",
                "- | -: unknown flag (expected: one that --help lists)",
                "--log.level=info -- a.yml | `a.yml`: an argument without a flag (expected: --flag=value; --help lists the flags)",
            })
    void badFlagIsToldInOneLine(String arguments, String expected) {
        BadFlagException thrown =
                assertThrows(BadFlagException.class, () -> CommandLineParser.parse(arguments.split(" ")));
        assertThat(thrown).hasMessage(expected.replace('`', '"'));
    }

    @Test
    void lineBreaksInAnArgumentDoNotBreakTheLine() {
        BadFlagException thrown =
                assertThrows(BadFlagException.class, () -> CommandLineParser.parse("--log.level=a\r\nb\u001b[31m"));
        assertThat(thrown.getMessage()).startsWith("--log.level: \"a?b?[31m\"");
    }

    @Test
    void helpListsEveryFlagInGroupsAndFitsATerminal() {
        String help = HelpText.ofAllFlags();
        assertThat(help)
                .contains(
                        "Configuration:",
                        "--config.file=FILE",
                        "--config.check",
                        "--web.listen-address=[HOST]:PORT",
                        "Default: :10115",
                        "--web.external-url=URL",
                        "--web.route-prefix=PATH",
                        "--web.enable-echo",
                        "--no-web.enable-echo",
                        "--timeout-offset=SECONDS",
                        "Default: 0.5",
                        "--probe.max-concurrent=NUMBER",
                        "--history.limit=NUMBER",
                        "--watch.shards=NUMBER",
                        "--watch.shard=NUMBER",
                        "--log.level=LEVEL",
                        "--log.format=FORMAT",
                        "--log.prober=LEVEL",
                        "--version",
                        "-h, --help");
        assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void flagsOfTheDocumentationAreThoseOfTheHelp() throws IOException {
        String table = Files.readString(Path.of("docs/running.md"))
                .lines()
                .filter(line -> line.startsWith("| `--"))
                .map(line -> line.split("\\|")[1])
                .collect(Collectors.joining())
                .replace("--[no-]web.enable-echo", "--web.enable-echo --no-web.enable-echo");
        assertThat(flagsIn(table)).isEqualTo(flagsIn(HelpText.ofAllFlags().replace("--flag", "")));
    }

    private static Set<String> flagsIn(String text) {
        return Pattern.compile("--[a-z][a-z.-]*")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
