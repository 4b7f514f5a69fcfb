package dev.websocketexporter.engine;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Steps and frames, as a test writes them down. */
public final class Said {
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private Said() {}

    static Step expect(String regexp) {
        return new Step(null, new Expectation.Matching(Pattern.compile(regexp)), 0, null, null, List.of());
    }

    static Step expectJson(String pointer, Object value) {
        return new Step(
                null, new Expectation.Json(Map.of(pointer, new JsonValue.EqualTo(value))), 0, null, null, List.of());
    }

    static Step expectBytes(int... bytes) {
        return new Step(null, new Expectation.Exactly(Bytes.of(array(bytes))), 0, null, null, List.of());
    }

    /** Of a step that expects nothing. */
    static Step send(String text) {
        return sending(new Payload.Text(Template.of(text, Template.Dialect.BRACED)));
    }

    static Step sendBytes(int... bytes) {
        return sending(new Payload.Binary(Bytes.of(array(bytes))));
    }

    static Step sendFile(Path file) {
        return sending(new Payload.InFile(file));
    }

    private static Step sending(Payload payload) {
        return new Step(null, null, 0, payload, null, List.of());
    }

    /** The same step, which sends this after its match. */
    static Step thenSend(Step step, String text) {
        return new Step(
                step.name(),
                step.expectation(),
                step.skip(),
                new Payload.Text(Template.of(text, Template.Dialect.GO)),
                step.timeout(),
                step.labels());
    }

    static Step skipping(Step step, int skip) {
        return new Step(step.name(), step.expectation(), skip, step.payload(), step.timeout(), step.labels());
    }

    static Step within(Step step, Duration timeout) {
        return new Step(step.name(), step.expectation(), step.skip(), step.payload(), timeout, step.labels());
    }

    static Step named(Step step, String name) {
        return new Step(name, step.expectation(), step.skip(), step.payload(), step.timeout(), step.labels());
    }

    static Step labelled(Step step, String name, String value) {
        Template.Dialect dialect =
                step.expectation() instanceof Expectation.Matching ? Template.Dialect.GO : Template.Dialect.BRACED;
        StepLabel label = new StepLabel(name, Template.of(value, dialect));
        return new Step(step.name(), step.expectation(), step.skip(), step.payload(), step.timeout(), List.of(label));
    }

    static Stage with(Stage stage, Step... steps) {
        return stage.with(stage.module().with(Conversation.NONE.withSteps(List.of(steps))));
    }

    static Stage with(Stage stage, Heartbeat heartbeat) {
        return stage.with(stage.module().with(Conversation.NONE.with(heartbeat)));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what the client says until it says goodbye, and answers that; nothing else is answered. */
    static void farewell(Peer peer) throws IOException {
        ReceivedFrame frame = peer.readFrame();
        while (!frame.isClose()) {
            frame = peer.readFrame();
        }
        peer.sendClose(1000, "");
    }

    public static Bytes bytes(String text) {
        return Bytes.of(utf8(text));
    }

    public static byte[] array(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return array;
    }
}
