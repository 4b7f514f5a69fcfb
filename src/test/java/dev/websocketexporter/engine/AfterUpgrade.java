package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Where rows take place that are about what comes after the 101: what the client is about to do, and how far the server
 * plays along before it does what the row is about.
 *
 * @param name of the setting, begins the names of its rows
 * @param opening up to where the row begins
 * @param facts what is so in every row that fails here
 */
record AfterUpgrade(
        String name, Conversation conversation, Dial dial, Duration budget, Script opening, GridRow.Facts facts) {
    /** Our code, where the server has done nothing that has a code of its own. */
    static final int CONFIGURED = 4321;

    private static final Duration LONG = Duration.ofSeconds(8);

    /** The client has said "hi", which was read, and waits for "ready", whatever else comes first. */
    static final AfterUpgrade ASKED = new AfterUpgrade(
            "asked",
            Conversation.NONE.withSteps(
                    List.of(Said.send("hi"), Said.skipping(Said.expect("^ready$"), Step.ANY_NUMBER))),
            Stage::plain,
            Stage.GENEROUS,
            peer -> {
                peer.upgrade();
                peer.readFrame();
            },
            AfterUpgrade::secondStepFailed);

    /** The client does nothing for a long time, and has answered a ping in it. */
    static final AfterUpgrade HELD = new AfterUpgrade(
            "held",
            Conversation.NONE.withHold(LONG),
            Stage::plain,
            Stage.GENEROUS,
            peer -> {
                peer.upgrade();
                peer.send(ServerFrames.ping("there?"));
                peer.readFrame();
            },
            seen -> {});

    /** The client has sent the first of three pings, which was read. */
    static final AfterUpgrade PINGED = new AfterUpgrade(
            "pinged",
            Conversation.NONE.with(new Heartbeat(3, Duration.ofMillis(10), LONG, 0)),
            Stage::plain,
            Stage.GENEROUS,
            peer -> {
                peer.upgrade();
                peer.readFrame();
            },
            seen -> {});

    /** How the client comes to a server that plays the script. */
    @FunctionalInterface
    interface Dial {
        ProbeRequest to(Stage stage, Script script) throws IOException;
    }

    /** The same over TLS. */
    AfterUpgrade secure() {
        return new AfterUpgrade(
                name + " over TLS",
                conversation,
                (stage, script) -> stage.secure(stage.world().goodTls(), script),
                budget,
                opening,
                facts);
    }

    /** The same, and the server selects permessage-deflate with those parameters. */
    AfterUpgrade compressed(String parameters) {
        return with(name + " with compression", conversation.with(Compression.REQUIRED))
                .opening(peer -> {
                    peer.send(UpgradeAnswer.to(peer.readHead())
                            .adding("Sec-WebSocket-Extensions", "permessage-deflate" + parameters)
                            .text());
                    peer.readFrame();
                });
    }

    AfterUpgrade limited(int maxMessageBytes) {
        return with(name, conversation.withMaxMessageBytes(maxMessageBytes));
    }

    /** The same with other facts. */
    AfterUpgrade about(GridRow.Facts other) {
        return new AfterUpgrade(name, conversation, dial, budget, opening, other);
    }

    AfterUpgrade named(String other) {
        return with(other, conversation);
    }

    AfterUpgrade opening(Script other) {
        return new AfterUpgrade(name, conversation, dial, budget, other, facts);
    }

    AfterUpgrade with(String otherName, Conversation other) {
        return new AfterUpgrade(otherName, other, dial, budget, opening, facts);
    }

    /** For rows that wait until the probe's time is over. */
    AfterUpgrade shortBudget() {
        return within(Stage.SHORT);
    }

    AfterUpgrade within(Duration otherBudget) {
        return new AfterUpgrade(name, conversation, dial, otherBudget, opening, facts);
    }

    /** A row in which the server does that, and then hears the client out. */
    GridRow fails(String what, Reason reason, Script misdeed) {
        return GridRow.of(
                        name + ": " + what,
                        Phase.CONVERSATION,
                        reason,
                        stage -> request(stage, peer -> {
                            misdeed.play(peer);
                            stage.witness().hear(peer);
                        }))
                .where(facts)
                .where(endOf(reason));
    }

    /** A row in which the server does that, and then nothing any more: it does not even read until the client is gone. */
    GridRow failsUnheard(String what, Reason reason, Script misdeed) {
        return GridRow.of(
                        name + ": " + what,
                        Phase.CONVERSATION,
                        reason,
                        stage -> request(stage, peer -> {
                            misdeed.play(peer);
                            stage.witness().lookAway();
                        }))
                .where(facts);
    }

    GridRow fails(String what, Reason reason, byte[] misdeed) {
        return fails(what, reason, peer -> peer.send(misdeed));
    }

    /** A row in which the server is odd, but right, and in the end behaves as it should. */
    OddRow succeeds(String what, Script oddity) {
        return new OddRow(
                name + ": " + what,
                stage -> request(stage, peer -> {
                    oddity.play(peer);
                    stage.witness().farewell(peer);
                }),
                seen -> {});
    }

    OddRow succeeds(String what, byte[]... oddity) {
        return succeeds(what, peer -> peer.send(ServerFrames.concat(oddity)));
    }

    private ProbeRequest request(Stage stage, Script script) throws IOException {
        Script whole = peer -> {
            opening.play(peer);
            script.play(peer);
        };
        CloseSettings closing = new CloseSettings(CONFIGURED, CloseSettings.DEFAULT.timeout(), false);
        stage.with(stage.module().with(conversation).with(closing)).budget(budget);
        return dial.to(stage, whole);
    }

    /** How the connection ends, and what the server receives of it. */
    private static GridRow.Facts endOf(Reason reason) {
        return switch (reason) {
            case PROTOCOL_ERROR -> refusedWith(1002);
            case INVALID_UTF8 -> refusedWith(1007);
            case MESSAGE_TOO_LARGE -> refusedWith(1009);
            case CLOSED_BY_PEER ->
                seen -> {
                    assertThat(seen.close().clean()).isTrue();
                    assertThat(seen.witness().closeCode())
                            .isEqualTo(seen.close().code());
                };
            case CONNECTION_CLOSED, CONNECTION_RESET ->
                seen -> {
                    assertThat(seen.close().code()).isEqualTo(1006);
                    assertThat(seen.close().clean()).isFalse();
                };
            default ->
                seen -> {
                    assertThat(seen.witness().closeCode()).isEqualTo(CONFIGURED);
                    assertThat(seen.result().close()).isNull();
                };
        };
    }

    private static GridRow.Facts refusedWith(int code) {
        return seen -> {
            assertThat(seen.witness().closeCode()).isEqualTo(code);
            assertThat(seen.close().clean()).isFalse();
        };
    }

    private static void secondStepFailed(Seen seen) {
        assertThat(seen.conversation().failedStep()).isEqualTo(2);
        assertThat(seen.conversation().steps()).hasSize(2);
        assertThat(seen.conversation().sent()).isEqualTo(new Traffic(1, 2));
    }

    /** So little that nothing of what was only announced can be in it. */
    static GridRow.Facts allocatingAtMost(long bytes) {
        return seen -> assertThat(seen.allocatedBytes()).as("allocated").isLessThan(bytes);
    }
}
