package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.Said.BINARY;
import static dev.websocketexporter.engine.Said.PING;
import static dev.websocketexporter.engine.Said.TEXT;
import static dev.websocketexporter.engine.Said.array;
import static dev.websocketexporter.engine.Said.expect;
import static dev.websocketexporter.engine.Said.expectBytes;
import static dev.websocketexporter.engine.Said.expectJson;
import static dev.websocketexporter.engine.Said.labelled;
import static dev.websocketexporter.engine.Said.named;
import static dev.websocketexporter.engine.Said.send;
import static dev.websocketexporter.engine.Said.sendBytes;
import static dev.websocketexporter.engine.Said.sendFile;
import static dev.websocketexporter.engine.Said.skipping;
import static dev.websocketexporter.engine.Said.thenSend;
import static dev.websocketexporter.engine.Said.utf8;
import static dev.websocketexporter.engine.Said.with;
import static dev.websocketexporter.engine.Said.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a conversation, against servers that play a part in it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class StepsIT {
    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    private static ProbeResult probe(Script afterUpgrade, Step... steps) throws IOException {
        try (Stage stage = new Stage(world)) {
            return Probing.end(prober, with(stage, steps).plain(peer -> {
                peer.upgrade();
                afterUpgrade.play(peer);
                Said.farewell(peer);
            }));
        }
    }

    private static ConversationReport succeeded(ProbeResult result) {
        assertThat(result.failure()).as("%s", result.log()).isNull();
        ConversationReport report = Objects.requireNonNull(result.conversation());
        assertThat(report.failedStep()).isNull();
        return report;
    }

    private static Failure failed(ProbeResult result, Reason reason, int step) {
        Failure failure = Objects.requireNonNull(result.failure(), () -> "no failure: " + result.log());
        assertThat(failure.reason()).as("%s", failure).isEqualTo(reason);
        assertThat(failure.detail()).doesNotContain("\n");
        ConversationReport report = Objects.requireNonNull(result.conversation());
        assertThat(report.failedStep()).isEqualTo(step);
        assertThat(report.steps()).as("the failed one is the last").hasSize(step);
        assertThat(result.timings().phases()).containsKey(Phase.CONVERSATION);
        return failure;
    }

    private static List<String> log(ProbeResult result) {
        return result.log().stream().map(line -> line.message()).toList();
    }

    @Test
    void capturesGoIntoTheSendOfTheirOwnStepAndOfLaterOnes() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Script script = peer -> {
            peer.sendFrame(TEXT, utf8("id=42 user=ann"));
            seen.add(read(peer));
            peer.sendFrame(TEXT, utf8("room 7"));
            seen.add(read(peer));
            seen.add(read(peer));
        };
        ConversationReport report = succeeded(probe(
                script,
                thenSend(expect("id=(\\d+) user=(?P<user>\\w+)"), "$1-${1}x-$user-$$"),
                expect("room (\\d+)"),
                send("query($id: ID!){ u(id: $id) } ${1} ${user} ${0}"),
                send("$1 $$ ${")));

        assertThat(seen).containsExactly("42-42x-ann-$", "query($id: ID!){ u(id: $id) } 7 ann room 7", "$1 $$ ${");
        assertThat(report.sent()).isEqualTo(new Traffic(3, 12 + 43 + 7));
        assertThat(report.received()).isEqualTo(new Traffic(2, 14 + 6));
        assertThat(report.steps()).extracting(StepReport::label).containsExactly("1", "2", "3", "4");
        assertThat(report.timeToFirstMessage()).isBetween(Duration.ZERO, Duration.ofSeconds(5));
    }

    private static String read(Peer peer) throws IOException {
        ReceivedFrame frame = peer.readFrame();
        assertThat(frame.masked()).isTrue();
        assertThat(frame.opcode()).isEqualTo(TEXT);
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    @Test
    void messageInThePacketOfTheUpgradeIsNotLost() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(
                    prober, with(stage, expect("^early$"), expect("^bird$")).plain(peer -> {
                        String answer = UpgradeAnswer.to(peer.readHead()).text();
                        peer.send(answer + "\u0081\u0005early" + "\u0081\u0004bird");
                        Said.farewell(peer);
                    }));
            succeeded(result);
        }
    }

    @Test
    void fragmentsMakeOneMessageAndPingsBetweenThemAreAnswered() throws Exception {
        List<ReceivedFrame> pongs = new CopyOnWriteArrayList<>();
        Script script = peer -> {
            peer.send("\u0001\u0003one");
            peer.sendFrame(PING, utf8("?"));
            pongs.add(peer.readFrame());
            peer.send("\u0000\u0001-");
            peer.send("\u0080\u0003two");
        };
        ConversationReport report = succeeded(probe(script, expect("^one-two$")));

        assertThat(pongs).hasSize(1);
        assertThat(pongs.get(0).opcode()).isEqualTo(Said.PONG);
        assertThat(report.received()).isEqualTo(new Traffic(1, 7));
    }

    @Test
    void messagesMayComeBetweenTheSteps() throws Exception {
        Script script = peer -> {
            peer.sendFrame(TEXT, utf8("a"));
            peer.sendFrame(TEXT, utf8("b"));
            read(peer);
            peer.sendFrame(TEXT, utf8("c"));
        };
        succeeded(probe(script, expect("a"), send("x"), expect("b"), expect("c")));
    }

    @Test
    void binaryGoesBothWaysByteForByte() throws Exception {
        List<ReceivedFrame> seen = new CopyOnWriteArrayList<>();
        Script script = peer -> {
            seen.add(peer.readFrame());
            peer.sendFrame(BINARY, array(0, 255, 1));
            peer.sendFrame(BINARY, array('v', '=', 0xff, 0xc3));
        };
        succeeded(probe(script, sendBytes(0, 1, 2, 128), expectBytes(0, 255, 1), expect("^v=..$")));
        assertThat(seen.get(0).opcode()).isEqualTo(BINARY);
        assertThat(seen.get(0).payload()).containsExactly(0, 1, 2, 128);
    }

    @Test
    void skippedMessagesAreAsManyAsAllowed() throws Exception {
        Script script = peer -> {
            peer.sendFrame(TEXT, utf8("noise 1"));
            peer.sendFrame(TEXT, utf8("noise 2"));
            peer.sendFrame(TEXT, utf8("ack"));
        };
        succeeded(probe(script, skipping(expect("ack"), 2)));
        succeeded(probe(script, skipping(expect("ack"), Step.ANY_NUMBER)));
        assertThat(failed(probe(script, named(skipping(expect("ack"), 1), "greet")), Reason.UNEXPECTED_MESSAGE, 1)
                        .detail())
                .isEqualTo("step 1 (greet): the server sent text of 7 bytes \"noise 2\" after 1 message skipped:"
                        + " expected: a match of the regular expression ack");
    }

    /** All of them are there at once: neither the stack nor the log grows with them. */
    @Test
    void manyMessagesAreSkippedAtOnce() throws Exception {
        Script script = peer -> {
            peer.send("\u0081\u0001x".repeat(200_000));
            peer.sendFrame(TEXT, utf8("ack"));
        };
        ProbeResult result = probe(script, skipping(expect("ack"), Step.ANY_NUMBER));
        assertThat(succeeded(result).received().messages()).isEqualTo(200_001);
        assertThat(result.log().size()).isLessThan(100);
    }

    @Test
    void unexpectedMessageIsShownWithWhatWasExpected() throws Exception {
        Script json = peer -> peer.sendFrame(TEXT, utf8("{\"type\":\"nack\"}"));
        assertThat(failed(probe(json, expectJson("/type", "ack")), Reason.UNEXPECTED_MESSAGE, 1)
                        .detail())
                .isEqualTo("step 1: the server sent text of 15 bytes \"{\\\"type\\\":\\\"nack\\\"}\":"
                        + " /type is \"nack\" (expected: \"ack\")");
        Script noJson = peer -> peer.sendFrame(TEXT, utf8("hello\n"));
        assertThat(failed(probe(noJson, send("x"), expectJson("/type", "ack")), Reason.UNEXPECTED_MESSAGE, 2)
                        .detail())
                .startsWith("step 2: the server sent text of 6 bytes \"hello\\n\": no JSON: ");
        Script binary = peer -> peer.sendFrame(BINARY, array(1, 255));
        assertThat(failed(probe(binary, expectBytes(1, 2)), Reason.UNEXPECTED_MESSAGE, 1)
                        .detail())
                .isEqualTo("step 1: the server sent binary of 2 bytes 01ff: expected: the 2 bytes 0102");
    }

    @Test
    void largeMessagesAreJudgedOffTheLoop() throws Exception {
        byte[] payload = utf8("{\"pad\":\"" + "x".repeat(60_000) + "\",\"ok\":true}");
        Script script = peer -> {
            for (int i = 0; i < 2; i++) {
                peer.send(array(0x81, 126, payload.length >> 8, payload.length & 0xff));
                peer.send(payload);
            }
        };
        succeeded(probe(script, expectJson("/ok", true), thenSend(expect("\"pad\":\"(x+)\""), "done")));
        Script unexpected = peer -> {
            peer.send(array(0x81, 126, payload.length >> 8, payload.length & 0xff));
            peer.send(payload);
        };
        assertThat(failed(probe(unexpected, expect("^nothing")), Reason.UNEXPECTED_MESSAGE, 1)
                        .detail())
                .contains("\"…: expected: ")
                .hasSizeLessThan(500);
    }

    @Test
    void stepHasALimitOfItsOwn() throws Exception {
        Script script = peer -> {
            peer.sendFrame(TEXT, utf8("a"));
            peer.sendFrame(TEXT, utf8("noise"));
        };
        Step slow = named(within(skipping(expect("b"), Step.ANY_NUMBER), Duration.ofMillis(120)), "wait");
        ProbeResult result = probe(script, expect("a"), slow, send("never"));

        assertThat(failed(result, Reason.TIMEOUT, 2).detail())
                .isEqualTo("the 120 ms of the step were over while waiting for step 2 (wait): a match of the regular"
                        + " expression b (1 message skipped, the last one text of 5 bytes \"noise\")");
        StepReport last = Objects.requireNonNull(result.conversation()).steps().get(1);
        assertThat(last.label()).isEqualTo("wait");
        assertThat(last.duration()).isBetween(Duration.ofMillis(120), Duration.ofMillis(1000));
        assertThat(result.conversation().sent()).isEqualTo(Traffic.NONE);
    }

    @Test
    void limitOfAStepEndsWithIt() throws Exception {
        ProbeResult result = probe(
                peer -> peer.sendFrame(TEXT, utf8("a")),
                within(expect("a"), Duration.ofMillis(100)),
                send("x"),
                within(expect("b"), Duration.ofMillis(300)));
        assertThat(failed(result, Reason.TIMEOUT, 3).detail()).startsWith("the 300 ms of the step");
    }

    @Test
    void deadlineInAStepSaysWhatItWaitedFor() throws Exception {
        try (Stage stage = new Stage(world)) {
            ProbeResult result = Probing.end(
                    prober, with(stage.shortBudget(), expect("never")).plain(peer -> {
                        peer.upgrade();
                        Said.farewell(peer);
                    }));
            assertThat(failed(result, Reason.TIMEOUT, 1).detail())
                    .isEqualTo("the time budget of 400 ms was over while waiting for step 1: a match of the regular"
                            + " expression never (no message came); none came since the upgrade: perhaps nothing"
                            + " handles this path");
        }
    }

    /** Who reads the log must see who has closed. */
    @Test
    void logTellsOfTheServersCloseBeforeOurAnswerToIt() throws Exception {
        ProbeResult result = probe(peer -> peer.sendClose(4001, "session expired"), expect("a"));
        assertThat(result.log())
                .extracting(LogLine::message)
                .filteredOn(message -> message.contains("Close 4001"))
                .first()
                .isEqualTo("the server sent Close 4001 \"session expired\"");
    }

    @Test
    void endOfTheConnectionFailsTheStepThatWaits() throws Exception {
        Script closing = peer -> {
            peer.sendFrame(TEXT, utf8("a"));
            peer.sendClose(1011, "oops");
        };
        failed(probe(closing, expect("a"), expect("b")), Reason.CLOSED_BY_PEER, 2);
        failed(probe(Peer::fin, expect("a")), Reason.CONNECTION_CLOSED, 1);
        failed(probe(Peer::reset, expect("a")), Reason.CONNECTION_RESET, 1);
        failed(probe(peer -> peer.send("\u00c1\u0001x"), expect("a")), Reason.PROTOCOL_ERROR, 1);
    }

    @Test
    void stepThatExpectsNothingMakesLabelsOfWhatAnEarlierOneCaptured() throws Exception {
        ConversationReport report = succeeded(probe(
                peer -> {
                    peer.sendFrame(TEXT, utf8("room=7"));
                    read(peer);
                },
                expect("room=(\\d)"),
                labelled(send("hello"), "room", "number ${1}")));
        assertThat(report.labels()).isEqualTo(Map.of("room", "number 7"));
    }

    @Test
    void labelsAreExpandedAndLaterStepsWin() throws Exception {
        Script script = peer -> {
            peer.sendFrame(TEXT, utf8("v=1 s=up"));
            peer.sendFrame(TEXT, utf8("v=2"));
            peer.sendFrame(BINARY, array('n', '=', 0xff));
            peer.sendFrame(TEXT, utf8("l=" + "é".repeat(50)));
        };
        ConversationReport report = succeeded(probe(
                script,
                labelled(expect("v=(\\d) s=(?P<s>\\w+)"), "version", "$1/$s"),
                labelled(expect("v=(\\d)"), "version", "${1}"),
                labelled(expect("n=(.)"), "name", "$1"),
                labelled(expect("(é+)"), "long", "$1$1$1$1$1$1$1$1$1$1")));
        assertThat(report.labels()).containsOnlyKeys("version", "name", "long");
        assertThat(report.labels()).containsEntry("version", "2").containsEntry("name", "\uFFFD");
        assertThat(report.labels().get("long")).hasSize(257).endsWith("é…");
    }

    @Test
    void contentOfAFileIsSentAndNeverShown() throws Exception {
        String secret = "{\"user\":\"svc-42\",\n \"pass\":\"Tr0ub4dor\\u00263\",\"t\":\"eyJhbGciOi.J9\"}\n";
        Path file = Files.writeString(directory.resolve("login.json"), secret);
        List<String> seen = new CopyOnWriteArrayList<>();
        Script echo = peer -> {
            byte[] payload = peer.readFrame().payload();
            seen.add(new String(payload, StandardCharsets.UTF_8));
            peer.sendFrame(BINARY, payload);
            peer.sendFrame(TEXT, payload);
            peer.sendFrame(TEXT, utf8("bad login svc-42 / eyJhbGciOi.J9"));
        };
        ProbeResult result = probe(
                echo,
                sendFile(file),
                skipping(labelled(expect("^bad (.*)"), "what", "$1"), Step.ANY_NUMBER),
                expect("^welcome"),
                send("x"));
        assertThat(seen).containsExactly(secret);
        assertThat(Objects.requireNonNull(result.conversation()).labels())
                .containsEntry("what", "login <secret> / <secret>");
        String everything = log(result) + " " + result.failure();
        assertThat(everything).doesNotContain("svc-42", "Tr0ub", "eyJh", "7376632d3432");
    }

    @Test
    void fileThatVanishedIsASetUpThatCannotBeHad() throws Exception {
        ProbeResult result = probe(peer -> {}, send("x"), sendFile(directory.resolve("gone")));
        Failure failure = failed(result, Reason.AUTHENTICATION_SETUP, 2);
        assertThat(failure.phase()).isEqualTo(Phase.AUTH);
        assertThat(failure.detail()).endsWith("gone is gone");
    }

    @Test
    void logTellsTheStepsOneByOne() throws Exception {
        Script script = peer -> {
            peer.sendFrame(TEXT, utf8("hi"));
            peer.readFrame();
        };
        assertThat(log(probe(script, named(thenSend(expect("hi"), "ho"), "greet"))))
                .contains(
                        "step 1 (greet): waiting for a match of the regular expression hi",
                        "step 1 (greet): matched by text of 2 bytes \"hi\"",
                        "step 1 (greet): sending text of 2 bytes \"ho\"")
                .anyMatch(line -> line.startsWith("step 1 (greet): done after "));
    }

    /** The end on the wire, and not when we came to look at it: what the server does afterwards is not counted. */
    @Test
    void phaseIsAsLongAsItsSteps() throws Exception {
        ProbeResult result = probe(peer -> peer.sendFrame(TEXT, utf8("a")), expect("a"));
        Duration step = succeeded(result).steps().get(0).duration();
        Duration phase = result.timings().phases().get(Phase.CONVERSATION);
        assertThat(phase).isBetween(step, step.plusMillis(20));
    }
}
