package dev.websocketexporter.engine.session;

import static dev.websocketexporter.engine.ServerFrames.BINARY;
import static dev.websocketexporter.engine.ServerFrames.FIN;
import static dev.websocketexporter.engine.ServerFrames.frame;
import static dev.websocketexporter.engine.ServerFrames.hex;
import static dev.websocketexporter.engine.ServerFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that share one total of memory for messages. */
class SharedMemoryTest {
    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;

    private final MessageMemory memory = new MessageMemory(4 * MIB);
    private final List<Wire> wires = new ArrayList<>();

    private Wire wire(int maxMessageBytes) {
        Wire wire = Wire.sharing(memory, maxMessageBytes, AgreedCompression.NONE);
        wires.add(wire);
        return wire;
    }

    private long used() {
        return memory.figures().usedBytes();
    }

    @AfterEach
    void everythingIsGivenBackAtTheEnd() {
        for (Wire wire : wires) {
            wire.run().context().channel().dismiss(new Outcome.Success(), 1000);
            wire.close();
        }
        assertThat(used()).isZero();
    }

    @Test
    void shortMessagesCostNothing() {
        Wire wire = wire(MIB);
        for (int i = 0; i < 20; i++) {
            wire.receive(text("hello"));
        }
        assertThat(used()).isZero();
        assertThat(memory.figures().exceeded()).isZero();
    }

    @Test
    void begunMessageCountsWithWhatCameAndNotWithWhatWasAnnounced() {
        for (int i = 0; i < 100; i++) {
            wire(MIB).receive(begun(MIB, 20 * KIB));
        }
        assertThat(used()).isBetween(100 * 20L * KIB, 100 * 48L * KIB);
        assertThat(wires).allSatisfy(each -> assertThat(each.failure()).isNull());
    }

    private static void receiveInPackets(Wire wire, byte[] bytes) {
        for (int from = 0; from < bytes.length; from += 16 * KIB) {
            wire.receive(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 16 * KIB)));
        }
    }

    private static byte[] binary(int length) {
        return frame(FIN | BINARY, new byte[length]);
    }

    /** The announced length, and so much of the payload. */
    private static byte[] begun(int announced, int sent) {
        byte[] whole = frame(FIN | BINARY, new byte[announced]);
        return Arrays.copyOf(whole, whole.length - announced + sent);
    }

    @Test
    void theOneThatHoldsMostFailsAndTheOthersGoOn() {
        Wire large = wire(MIB);
        large.receive(begun(MIB, 900 * KIB));
        List<Wire> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Wire other = wire(MIB);
            receiveInPackets(other, binary(400 * KIB));
            others.add(other);
        }
        large.channel().runPendingTasks();
        assertThat(large.failureText())
                .startsWith("message_too_large: the server's messages held ")
                .contains(" of the exporter's total of 4 MiB for messages, more than those of any other probe");
        assertThat(large.sentShown()).containsExactly("8 1009message_too_large");
        assertThat(others).allSatisfy(each -> assertThat(each.failure()).isNull());
        assertThat(others).allSatisfy(each -> assertThat(each.messages()).hasSize(1));
        assertThat(memory.figures().exceeded()).isEqualTo(1);
    }

    /** Of many that are held open each has little, and so whoever comes then is the largest. */
    @Test
    void whatHeldConnectionsUseUpIsNoFaultOfTheServerThatNeedsTheRest() throws ProbeFailedException {
        List<SessionMemory> held = new ArrayList<>();
        for (int i = 0; i < 85; i++) {
            SessionMemory one = new SessionMemory(memory, Runnable::run, MIB, why -> {});
            one.holdOpen(why -> {});
            one.hold(Part.WINDOWS, 48L * KIB);
            held.add(one);
        }
        Wire other = wire(MIB);
        receiveInPackets(other, binary(200 * KIB));
        other.channel().runPendingTasks();
        held.forEach(SessionMemory::close);
        assertThat(other.failureText())
                .startsWith("exporter_limit: there was no room for ")
                .contains("most of which connections have that are held open");
    }

    @Test
    void floodsNeverHoldMuchMoreThanTheTotal() {
        long most = 0;
        for (int i = 0; i < 60; i++) {
            Wire wire = wire(MIB);
            wire.receive(binary(MIB));
            most = Math.max(most, used());
            wires.forEach(each -> each.channel().runPendingTasks());
        }
        assertThat(most).isLessThanOrEqualTo(5 * MIB);
        assertThat(wires.stream().filter(each -> each.failure() == null)).isNotEmpty();
        assertThat(wires.stream().filter(each -> each.failure() != null))
                .hasSizeGreaterThan(50)
                .allSatisfy(each -> assertThat(each.reason()).isIn("message_too_large", "exporter_limit"));
    }

    @Test
    void moreThanTheTotalThatTheModuleAllowsIsTheExportersLimit() {
        Wire wire = wire(64 * MIB);
        byte[] piece = new byte[64 * KIB];
        wire.receive(begun(64 * MIB, 0));
        while (wire.failure() == null) {
            wire.receive(piece);
        }
        assertThat(wire.failureText())
                .startsWith("exporter_limit: the server's messages held ")
                .contains(
                        "and max_message_size allows 64 MiB (expected: at most half of that total, or a larger heap)");
        assertThat(wire.sentShown()).containsExactly("8 1001exporter_limit");
    }

    @Test
    void whatIsSentAndNotReadCountsInTheSameTotalAndIsTheExportersLimit() {
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Wire wire = wire(MIB);
            wire.holdWrites();
            sends.add(wire.session().send(new Message(Message.Kind.BINARY, Bytes.of(new byte[MIB]))));
        }
        wires.forEach(each -> each.channel().runPendingTasks());
        assertThat(used()).isLessThanOrEqualTo(4 * MIB);
        assertThat(sends.stream().filter(CompletableFuture::isDone))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .havingRootCause()
                        .withMessageContaining("exporter_limit: what the probe sends, and the server does not read,"
                                + " held 1 MiB of the exporter's total of 4 MiB for messages"));
    }

    @Test
    void connectionThatWasEvictedWithUnsentBytesIsReset() {
        Wire deaf = wire(MIB);
        deaf.holdWrites();
        deaf.session().send(new Message(Message.Kind.BINARY, Bytes.of(new byte[2 * MIB])));
        for (int i = 0; i < 5; i++) {
            wire(MIB).receive(begun(MIB, 600 * KIB));
        }
        deaf.channel().runPendingTasks();
        assertThat(deaf.reason()).isEqualTo("exporter_limit");
        assertThat(deaf.channel().isOpen()).isFalse();
        assertThat(used()).isLessThan(4 * MIB);
    }

    @Test
    void whatIsTakenIsHeldUntilTheNextIsTaken() {
        Wire wire = wire(MIB);
        wire.receive(binary(100 * KIB));
        wire.frames().next();
        assertThat(used()).isGreaterThan(100 * KIB);
        wire.receive(binary(10 * KIB));
        wire.frames().next();
        assertThat(used()).isLessThan(33 * KIB);
        wire.frames().dropMessages();
        assertThat(used()).isZero();
    }

    @Test
    void bytesThatWaitForRoomCount() {
        Wire wire = wire(64 * KIB);
        wire.receive(binary(64 * KIB), binary(60 * KIB));
        assertThat(used()).isGreaterThan(120 * KIB);
    }

    @Test
    void compressorThatIsDispensableIsKeptOnlyWhileThereIsPlenty() {
        AgreedCompression agreed = new AgreedCompression(true, true, true, 15);
        for (int i = 0; i < 40; i++) {
            Wire wire = Wire.sharing(memory, MIB, agreed);
            wires.add(wire);
            assertThat(wire.session().send(Wire.text("Hello"))).isCompleted();
            wire.receive(hex("c107 f248cdc9c90700"));
            assertThat(wire.messages()).as(wire.failureText()).containsExactly("TEXT Hello");
        }
        assertThat(used()).isBetween(2L * MIB, 4L * MIB);
        assertThat(memory.figures().exceeded()).isZero();
    }
}
