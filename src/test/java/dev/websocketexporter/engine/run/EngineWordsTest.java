package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of a probe's log and messages, and what must not be in them. */
class EngineWordsTest {
    @ParameterizedTest
    @CsvSource({
        "9500000000, 9.5 s",
        "10000000000, 10 s",
        "12345678, 12.3 ms",
        "87000, 87 µs",
        "0, 0 µs",
        "999, 0.999 µs"
    })
    void durationIsWrittenAsPeopleDo(long nanos, String text) {
        assertThat(Text.of(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @Test
    void logOfAProbeIsBoundedAndNoTargetCanForgeALine() {
        ProbeLog log = new ProbeLog(() -> 0, 0);
        log.info("a\nlevel=error \u2028 forged");
        for (int i = 0; i < 1_000; i++) {
            log.debug("x".repeat(5_000));
        }
        List<LogLine> lines = log.lines();
        assertThat(lines.get(0).message()).isEqualTo("a\\nlevel=error \\u2028 forged");
        assertThat(lines).hasSizeBetween(60, 70).allMatch(line -> line.message().length() <= 1_000);
        assertThat(lines.stream().mapToInt(line -> line.message().length()).sum())
                .isLessThan(2 * BoundedLog.MOST_CHARACTERS + 100);
    }

    @Test
    void logOfAProbeKeepsItsBeginningAndItsEndAndSaysHowMuchIsBetween() {
        ProbeLog log = new ProbeLog(() -> 0, 0);
        for (int i = 0; i < 1_000; i++) {
            log.debug("line " + i);
        }
        List<String> lines = log.lines().stream().map(LogLine::message).toList();
        assertThat(lines).hasSize(301).startsWith("line 0", "line 1").endsWith("line 998", "line 999");
        assertThat(lines.subList(149, 152)).containsExactly("line 149", "700 lines were left out here", "line 850");
    }

    @Test
    void whatATargetSaysDoesNotPushTheFindingOutOfTheLog() {
        ProbeLog log = new ProbeLog(() -> 0, 0);
        for (int i = 0; i < 1_000; i++) {
            log.debug("response header: X: y");
        }
        log.warn("probe failed in phase processing: unexpected_status");
        assertThat(log.lines().get(log.lines().size() - 1).message()).startsWith("probe failed");
    }

    @Test
    void queryThatAPeerRepeatsIsHidden() {
        assertThat(Printable.quotedAscii("GET /chat?token=hush HTTP/1.1\r\n"))
                .isEqualTo("\"GET /chat?token=<secret> HTTP/1.1\\r\\n\"");
    }

    @Test
    void whatIsHiddenIsShownNowhereThoughAPeerRepeatsIt() throws Exception {
        ProbeLog log = new ProbeLog(() -> 0, 0);
        log.hide("s3cret-key");
        log.hideQueryOf(Target.parse("ws://h/?EIO=4&transport=websocket&token=abcDEF123456&q"));
        log.info("X-Echo: s3cret-key, abcDEF123456, websocket, 4, q");
        assertThat(log.lines().get(0).message()).isEqualTo("X-Echo: <secret>, <secret>, websocket, 4, q");
        assertThat(log.withoutSecrets("for s3cret-key")).isEqualTo("for <secret>");
    }

    @Test
    void aHiddenTextIsNotShownInQuotesNorInPart() {
        ProbeLog log = new ProbeLog(() -> 0, 0);
        log.hide("top");
        log.hide("pa\"ss\\word");
        log.hide("abcd");
        log.hide("abcdefghijkl");
        assertThat(log.withoutSecrets("it is " + Printable.quotedAscii("pa\"ss\\word")))
                .isEqualTo("it is \"<secret>\"");
        assertThat(log.withoutSecrets("abcdefghijkl, abcd")).isEqualTo("<secret>, <secret>");
        assertThat(log.withoutSecrets("status 403 pa\"ss… and \"pa\\\"s\"… and ss…"))
                .isEqualTo("status 403 <secret>… and \"<secret>\"… and ss…");
    }

    @Test
    void failedWriteIsNeverUnobserved() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                promise.setFailure(new IOException("Broken pipe"));
            }
        });
        List<String> failures = new ArrayList<>();
        Writes.send(channel, "x", cause -> failures.add(cause.getMessage()));
        assertThat(failures).containsExactly("Broken pipe");
        channel.finishAndReleaseAll();
    }
}
