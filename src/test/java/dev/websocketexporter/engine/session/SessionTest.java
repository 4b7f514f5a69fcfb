package dev.websocketexporter.engine.session;

import static dev.websocketexporter.engine.ServerFrames.BINARY;
import static dev.websocketexporter.engine.ServerFrames.FIN;
import static dev.websocketexporter.engine.ServerFrames.TEXT;
import static dev.websocketexporter.engine.ServerFrames.concat;
import static dev.websocketexporter.engine.ServerFrames.frame;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static dev.websocketexporter.engine.ServerFrames.ping;
import static dev.websocketexporter.engine.ServerFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.value.Bytes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upgraded connection: messages, pings, the Close, and what ends it. */
class SessionTest {
    @Test
    void messagesComeInOrderAndWithTheTickOfTheirLastByte() {
        try (Wire wire = Wire.conversing()) {
            wire.at(5).receive(frame(TEXT, (byte) 'a')).at(7).receive(hex("8001 62"), frame(FIN | BINARY, (byte) 'c'));
            Received first = wire.frames().next().join();
            assertThat(first.message()).isEqualTo(Wire.text("ab"));
            assertThat(first.readAt()).isEqualTo(7);
            assertThat(wire.messages()).containsExactly("BINARY c");
            CompletableFuture<Received> third = wire.frames().next();
            assertThat(third).isNotDone();
            wire.at(9).receive(text("d"));
            assertThat(third.join().readAt()).isEqualTo(9);
            assertThat(wire.frames().received()).isEqualTo(new Traffic(3, 4));
            assertThat(wire.session().timeToFirstMessage()).isEqualTo(Duration.ofNanos(7));
        }
    }

    @Test
    void messageGoesToThoseWhoStillWait() {
        try (Wire wire = Wire.conversing()) {
            wire.frames().next().cancel(false);
            CompletableFuture<Received> next = wire.frames().next();
            wire.receive(text("a"));
            assertThat(next.join().message()).isEqualTo(Wire.text("a"));
        }
    }

    @Test
    void pingIsAnsweredInsideOfAFragmentedMessage() {
        try (Wire wire = Wire.conversing()) {
            wire.receive(hex("0101 e2"), ping("now"), hex("0001 82"), ping(""), hex("8001 ac"));
            assertThat(wire.sentShown()).containsExactly("a now", "a ");
            assertThat(wire.messages()).containsExactly("TEXT \u20ac");
        }
    }

    @Test
    void pongsAreToldWithTheirTick() {
        try (Wire wire = Wire.conversing()) {
            List<String> pongs = new ArrayList<>();
            wire.frames().pongs((payload, readAt) -> pongs.add(payload + " at " + readAt));
            wire.session().ping(Bytes.of(new byte[] {1, 2}));
            wire.at(3).receive(hex("8a02 0102"));
            assertThat(pongs).containsExactly("0102 at 3");
            assertThat(wire.sentShown()).containsExactly("9 \u0001\u0002");
        }
    }

    @Test
    void sentMessagesAreMaskedAndCounted() {
        try (Wire wire = Wire.conversing()) {
            assertThat(wire.session().send(Wire.text("\u20ac"))).isCompleted();
            assertThat(wire.sentShown()).containsExactly("1 \u20ac");
            assertThat(wire.session().sent()).isEqualTo(new Traffic(1, 3));
        }
    }

    @Test
    void onlyTheLatestPingIsAnsweredOfAPeerThatDoesNotRead() {
        try (Wire wire = Wire.conversing()) {
            wire.channel().config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 2));
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            for (int i = 0; i < 20_000; i++) {
                wire.receive(ping("p" + i));
            }
            assertThat(wire.sent()).isEmpty();
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            wire.channel().runPendingTasks();
            assertThat(wire.sentShown()).containsExactly("a p19999");
        }
    }

    @Test
    void nothingIsReadWhileTooMuchWaitsAndAllOfItComesWhenItIsTaken() {
        try (Wire wire = Wire.limited(1000)) {
            List<byte[]> flood = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                flood.add(text("m" + i));
            }
            wire.receive(concat(flood.toArray(byte[][]::new)));
            assertThat(wire.channel().config().isAutoRead()).isFalse();
            assertThat(wire.frames().received().bytes()).isLessThan(1010);
            assertThat(wire.messages()).hasSize(5000).startsWith("TEXT m0").endsWith("TEXT m4999");
            assertThat(wire.channel().config().isAutoRead()).isTrue();
        }
    }

    @Test
    void manyShortMessagesFillTheQueueToo() {
        try (Wire wire = Wire.conversing()) {
            for (int i = 0; i < 1000; i++) {
                wire.receive(text(""));
            }
            assertThat(wire.channel().config().isAutoRead()).isFalse();
        }
    }

    @Test
    void closeBehindAFloodIsFoundWhenTheFloodWasTaken() {
        try (Wire wire = Wire.limited(2)) {
            wire.receive(concat(text("aa"), text("bb"), ServerFrames.close(1008, "no")));
            wire.fin();
            assertThat(wire.failure()).isNull();
            assertThat(wire.messages()).containsExactly("TEXT aa", "TEXT bb");
            assertThat(wire.reason()).isEqualTo("closed_by_peer");
            assertThat(wire.frames().next()).isCompletedExceptionally();
        }
    }

    @Test
    void messagesAreCountedButNotKeptWhenNobodyWantsThem() {
        try (Wire wire = Wire.limited(10)) {
            wire.receive(text("a"), hex("0101 62"));
            wire.frames().dropMessages();
            for (int i = 0; i < 10_000; i++) {
                wire.receive(hex("8001 63 0101 62"));
            }
            wire.receive(ping("x"));
            assertThat(wire.messages()).isEmpty();
            assertThat(wire.frames().received()).isEqualTo(new Traffic(10_001, 20_001));
            assertThat(wire.sentShown()).containsExactly("a x");
            wire.receive(hex("8001 ff"));
            assertThat(wire.reason()).isEqualTo("invalid_utf8");
        }
    }

    @Test
    void queuedMessagesAreHadBeforeTheEnd() {
        try (Wire wire = Wire.conversing()) {
            wire.receive(text("a"), ServerFrames.close(1011, ""));
            assertThat(wire.reason()).isEqualTo("closed_by_peer");
            assertThat(wire.messages()).containsExactly("TEXT a");
            assertThat(wire.frames().next()).isCompletedExceptionally();
        }
    }

    @Test
    void finWithoutACloseIsTold() {
        try (Wire wire = Wire.conversing()) {
            CompletableFuture<Received> waiting = wire.frames().next();
            wire.at(4).fin();
            assertThat(waiting).isCompletedExceptionally();
            assertThat(wire.reason()).isEqualTo("connection_closed");
            assertThat(wire.run().context().state().close().code()).isEqualTo(1006);
            assertThat(wire.run().context().state().close().clean()).isFalse();
            assertThat(wire.frames().endedAt()).isEqualTo(4);
            assertThat(wire.session().send(Wire.text("x"))).isCompletedExceptionally();
            assertThat(wire.sent()).isEmpty();
        }
    }

    @Test
    void resetIsToldApart() {
        try (Wire wire = Wire.conversing()) {
            wire.channel().pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
            wire.fin();
            assertThat(wire.reason()).isEqualTo("connection_reset");
            assertThat(wire.run().context().state().close().code()).isEqualTo(1006);
        }
    }

    @Test
    void ourCloseIsSentOnceAndNoMessageOrPingBehindIt() {
        try (Wire wire = Wire.conversing()) {
            wire.session().close(4000);
            wire.session().close(1000);
            assertThat(wire.session().send(Wire.text("x"))).isCompletedExceptionally();
            assertThat(wire.session().ping(Bytes.of(new byte[0]))).isCompletedExceptionally();
            assertThat(wire.sentShown()).containsExactly("8 4000");
            wire.receive(ServerFrames.close(1000, ""));
            assertThat(wire.frames().closeState().ended().join().clean()).isTrue();
            assertThat(wire.sent()).isEmpty();
        }
    }

    /** RFC 6455 §5.5.2: unless it already received a Close frame. */
    @Test
    void pingsAreAnsweredUntilThePeersCloseHasComeAlsoBehindOurs() {
        try (Wire wire = Wire.conversing()) {
            wire.session().close(1000);
            wire.receive(ping("still there?"));
            assertThat(wire.sentShown()).containsExactly("8 1000", "a still there?");
            wire.receive(ServerFrames.close(1000, ""));
            wire.receive(ping("and now?"));
            assertThat(wire.sent()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"8800", "8f00"})
    void pongThatIsStillOwedGoesNotOutBehindTheLastWordOfThePeer(String lastWord) {
        try (Wire wire = Wire.conversing()) {
            wire.channel().config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 2));
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            wire.receive(ping("x"));
            wire.receive(hex(lastWord));
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            wire.channel().runPendingTasks();
            assertThat(wire.sentShown()).singleElement().asString().startsWith("8 ");
        }
    }

    @Test
    void moduleWithoutConversationKeepsNoMessagesAndReadsTheClose() {
        try (Wire wire = Wire.of(ProbeModule.withDefaults("m"))) {
            for (int i = 0; i < 10_000; i++) {
                wire.receive(text("tick"));
            }
            wire.session().close(1000);
            wire.at(9).receive(ServerFrames.close(1001, "bye"));
            assertThat(wire.messages()).isEmpty();
            assertThat(wire.frames().closeState().ended().join().code()).isEqualTo(1001);
            assertThat(wire.frames().endedAt()).isEqualTo(9);
        }
    }

    @Test
    void dismissedConnectionGetsTheConfiguredCloseUnlessOneWasSent() {
        try (Wire wire = Wire.conversing();
                Wire broken = Wire.conversing()) {
            wire.run().context().channel().dismiss(new Outcome.Success(), 4001);
            assertThat(wire.sentShown()).containsExactly("8 4001");
            broken.receive(hex("8f00"));
            broken.run().context().channel().dismiss(new Outcome.Success(), 4001);
            assertThat(broken.sentShown()).containsExactly("8 1002protocol_error");
        }
    }

    @Test
    void sendFailsWithWhatEndsTheConnection() {
        try (Wire wire = Wire.conversing()) {
            wire.receive(ServerFrames.close(1008, ""));
            assertThat(wire.session().send(Wire.text("x")).handle((none, end) -> end))
                    .isCompletedWithValueMatching(end -> end == wire.failure());
        }
    }

    /** A message, its answer that cannot be written any more, and the Close that says why, all in one packet. */
    @Test
    void closeInTheSamePacketIsToldAndNotTheWriteThatFailedBeforeIt() {
        try (Wire wire = Wire.conversing()) {
            wire.channel().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                    ReferenceCountUtil.release(message);
                    promise.tryFailure(new IOException("Broken pipe"));
                }
            });
            CompletableFuture<Void> answered =
                    wire.frames().next().thenCompose(first -> wire.session().send(Wire.text("answer")));
            wire.receive(text("question"), ServerFrames.close(1008, "no"));
            assertThat(wire.reason()).isEqualTo("closed_by_peer");
            assertThat(answered.handle((none, end) -> end.getCause() == wire.failure()))
                    .isCompletedWithValue(true);
        }
    }

    /** A step that skips takes the next message as soon as it has one; it must not keep the loop busy with all of them. */
    @Test
    void takingManyMessagesIsInterruptedAsParsingThemIs() {
        try (Wire wire = Wire.conversing().ticking(1_000)) {
            wire.receive(concat(Collections.nCopies(900, text("x")).toArray(byte[][]::new)));
            while (wire.frames().received().messages() < 900) {
                wire.channel().runScheduledPendingTasks();
            }
            AtomicInteger taken = new AtomicInteger();
            takeAll(wire, taken);
            assertThat(taken).hasValueLessThan(120);
            while (taken.get() < 900) {
                wire.channel().runScheduledPendingTasks();
            }
            wire.receive(ServerFrames.close(1000, ""));
            assertThat(wire.reason()).isEqualTo("closed_by_peer");
        }
    }

    /** A judgement takes ten times as long as to parse. */
    private static void take(Wire wire, AtomicInteger taken) {
        taken.incrementAndGet();
        wire.spend(10_000);
    }

    private static void takeAll(Wire wire, AtomicInteger taken) {
        CompletableFuture<Received> next = wire.frames().next();
        while (next.isDone()) {
            take(wire, taken);
            next = wire.frames().next();
        }
        next.thenAccept(message -> {
            take(wire, taken);
            takeAll(wire, taken);
        });
    }
}
