package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.http.BodyText;
import dev.websocketexporter.engine.http.RefusalBody;
import dev.websocketexporter.engine.http.ResponseHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.ResponseHeadDecoder;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.run.HeadMemory;
import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.UpgradeReport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers to the upgrade request: heads and what follows them are the same in whatever pieces they come; who
 * is upgraded has proved it; and what is shown of a body is one short line. The first byte chooses the pieces.
 */
public final class HeadFuzz {
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(100), 64 << 20);
    private static final MessageMemory MEMORY = new MessageMemory(1L << 30);
    private static final OfferedSubprotocols OFFERED = new OfferedSubprotocols(List.of("chat", "superchat"), Set.of());
    private static final int LONGEST_DETAIL = 1 << 20;
    private static final int LONGEST_BODY = 520;

    /** One for all inputs: to make one takes longer than to read a head. */
    private static final EmbeddedChannel CHANNEL = new EmbeddedChannel();

    private HeadFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 1) {
            BOUNDS.hold(data, HeadFuzz::play);
        }
    }

    private static void play(byte[] data) {
        Answer whole = read(data, data.length);
        Expect.equal(read(data, 1).events, whole.events, "byte by byte");
        Expect.equal(read(data, 2 + (data[0] & 0xff)).events, whole.events, "in pieces");
        for (ResponseHead head : whole.heads) {
            for (Compression compression : Compression.values()) {
                judge(head, compression);
            }
        }
        if (!whole.heads.isEmpty()) {
            body(whole.heads.get(whole.heads.size() - 1), whole.rest.toByteArray());
        }
    }

    /** Everything that the decoder makes of the bytes. */
    private static final class Answer {
        private final List<Object> events = new ArrayList<>();
        private final List<ResponseHead> heads = new ArrayList<>();
        private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

        void take(Object message) {
            if (message instanceof ByteBuf bytes) {
                byte[] taken = new byte[bytes.readableBytes()];
                bytes.readBytes(taken);
                rest.writeBytes(taken);
                bytes.release();
            } else if (message instanceof ResponseHead head) {
                heads.add(head);
                events.add(head.line() + " " + head.fields().entries() + " " + head.end());
                for (Map.Entry<String, String> field : head.fields()) {
                    Expect.that(isOneLine(field.getKey()) && isOneLine(field.getValue()), "a field of two lines");
                }
            } else if (message instanceof MalformedHead malformed) {
                Expect.line(malformed.detail(), LONGEST_DETAIL);
                events.add(malformed.fault());
            } else {
                events.add(message);
            }
        }

        private static boolean isOneLine(String text) {
            return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\0') < 0;
        }
    }

    private static Answer read(byte[] data, int piece) {
        Answer answer = new Answer();
        ResponseHeadDecoder decoder =
                new ResponseHeadDecoder(evicted -> new HeadMemory(MEMORY, Runnable::run, evicted));
        CHANNEL.pipeline().addLast(decoder);
        try {
            for (int at = 1; at < data.length; at += piece) {
                CHANNEL.writeInbound(Unpooled.wrappedBuffer(data, at, Math.min(piece, data.length - at)));
            }
            CHANNEL.pipeline().fireChannelInactive();
            for (Object message = CHANNEL.readInbound(); message != null; message = CHANNEL.readInbound()) {
                answer.take(message);
            }
        } finally {
            CHANNEL.pipeline().remove(decoder);
            CHANNEL.releaseInbound();
        }
        answer.events.add(new String(answer.rest.toByteArray(), java.nio.charset.StandardCharsets.ISO_8859_1));
        return answer;
    }

    private static void judge(ResponseHead head, Compression compression) {
        int status = head.line().code();
        Expect.that(status >= 100 && status <= 999, "status " + status);
        UpgradeResponse response = new UpgradeResponse(status, head.fields(), ACCEPT, OFFERED, compression);
        UpgradeReport report = response.report(null);
        Failure fault = response.faultFor(SuccessCriteria.DEFAULT);
        if (fault != null) {
            Expect.line(fault.detail(), LONGEST_DETAIL);
        }
        Expect.that(report.extensions().size() <= 8, "extensions " + report.extensions());
        if (report.upgraded()) {
            Expect.equal(status, 101, "status of an upgrade");
            Expect.equal(head.fields().get("Sec-WebSocket-Accept", "").trim(), ACCEPT, "proof of an upgrade");
            String chosen = report.subprotocol();
            Expect.that(chosen == null || OFFERED.names().contains(chosen), "subprotocol " + chosen);
            boolean unused = response.agreedCompression().isOn();
        } else {
            Expect.that(fault != null, "no fault in what is no upgrade");
        }
    }

    private static void body(ResponseHead head, byte[] bytes) {
        String whole = shown(head, bytes, Integer.MAX_VALUE);
        Expect.equal(shown(head, bytes, 7), whole, "body in pieces");
        if (whole != null) {
            Expect.line(whole, LONGEST_BODY);
        }
    }

    private static @Nullable String shown(ResponseHead head, byte[] bytes, int piece) {
        RefusalBody body = new RefusalBody(head);
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        while (in.isReadable() && !body.isComplete()) {
            body.take(in.readSlice(Math.min(piece, in.readableBytes())));
        }
        if (!body.isComplete()) {
            body.end();
        }
        return BodyText.of(body, UnaryOperator.identity());
    }
}
