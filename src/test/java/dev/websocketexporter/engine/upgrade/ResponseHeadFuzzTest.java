package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.values.RequestFields;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.UpgradeAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Whatever a server answers to the upgrade request, it is an upgrade or a finding. More seeds by
 * {@code -Dfuzz.seeds=1000000}.
 */
class ResponseHeadFuzzTest {
    private static final int SEEDS = Integer.getInteger("fuzz.seeds", 200);
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\0",
        ":",
        " ",
        "\t",
        ",",
        ";",
        "=",
        "\"",
        "HTTP/1.1 ",
        "HTTP/1.0 200 OK\r\n",
        "101",
        "100 Continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: -1\r\n",
        "Upgrade: h2c\r\n",
        "Connection: close\r\n",
        "Sec-WebSocket-Extensions: permessage-deflate; x=\"\\\r\n",
        "Sec-WebSocket-Protocol: a, b\r\n",
        " folded\r\n",
        "\u00ff",
        "x".repeat(70_000),
    };

    @Test
    void anyBytesGiveAnUpgradeOrAFindingAndNeverABug() throws Exception {
        Set<String> results = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            results.add(result(seed));
        }
        assertThat(results)
                .contains("upgraded", "bad_accept", "connection_closed", "invalid_http_response", "response_too_large")
                .doesNotContain("internal_error");
    }

    private static String result(int seed) throws Exception {
        Random random = new Random(seed);
        EmbeddedChannel channel = new EmbeddedChannel();
        try {
            CompletableFuture<?> answered = ask(channel);
            byte[] answer = spoiled(UpgradeAnswer.to(request(channel)).text(), random);
            int at = 0;
            while (at < answer.length && channel.isOpen()) {
                int longest = random.nextBoolean() && answer.length < 1_000 ? 20 : 30_000;
                int to = Math.min(answer.length, at + 1 + random.nextInt(longest));
                ByteBuf packet = Unpooled.copiedBuffer(answer, at, to - at);
                channel.writeInbound(packet);
                at = to;
            }
            channel.close();
            assertThat(answered).as("seed %d", seed).isDone();
            return answered.handle((answerOrNull, cause) -> cause == null
                            ? "upgraded"
                            : ((ProbeFailedException) cause).failure().reason().label())
                    .join();
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static CompletableFuture<?> ask(EmbeddedChannel channel) throws Exception {
        ProbeModule module =
                ProbeModule.withDefaults("m").with(Conversation.NONE.with(Conversation.Compression.OFFERED));
        ProbeRequest request =
                new ProbeRequest(Target.parse("ws://h/"), module, null, TargetPolicy.DEFAULT, Duration.ofSeconds(10));
        ProbeRun run = new ProbeRun(
                request,
                RedirectHop.first(request, null),
                new ProbeLoop(channel.eventLoop(), () -> 0, new LoopClock(() -> 0)),
                Instant.EPOCH);
        run.context().channel().own(channel);
        run.context()
                .channel()
                .frame(
                        channel.pipeline(),
                        run.context().probeLoop(),
                        run.context().lag(),
                        run.context().log());
        return new UpgradePhase("ua").request(run.context(), new RequestFields(List.of(), null));
    }

    private static RequestHead request(EmbeddedChannel channel) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            part.release();
            sent.writeBytes(bytes);
        }
        return new RequestHead(
                Arrays.asList(sent.toString(StandardCharsets.US_ASCII).strip().split("\r\n")));
    }

    private static byte[] spoiled(String valid, Random random) {
        StringBuilder head = new StringBuilder(valid);
        for (int i = random.nextInt(5); i > 0; i--) {
            int at = random.nextInt(head.length());
            switch (random.nextInt(5)) {
                case 0 -> head.setCharAt(at, (char) random.nextInt(256));
                case 1 -> head.deleteCharAt(at);
                case 2 -> head.delete(at, Math.min(head.length(), at + random.nextInt(60)));
                case 3 -> head.insert(at, PIECES[random.nextInt(PIECES.length)]);
                default -> {
                    int line = head.indexOf("\r\n", at);
                    head.insert(line < 0 ? at : line + 2, PIECES[random.nextInt(PIECES.length)]);
                }
            }
            head.append(head.isEmpty() ? "\r\n" : "");
        }
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
