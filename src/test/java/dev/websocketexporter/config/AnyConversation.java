package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.Conversation.StepLabel;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.module.Template;
import dev.websocketexporter.probe.module.Template.Dialect;
import dev.websocketexporter.probe.value.Bytes;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Conversations by chance, with every key; whatever they are, the pings and the hold take less than a minute. */
final class AnyConversation {
    private static final List<String> TEXTS = List.of(
            "{\"type\":\"connection_init\"}",
            "query($id: ID!) { user(id: $id) { name } }",
            "CONNECT\naccept-version:1.2\n\n\u0000",
            "{}\u001e",
            "yes",
            "42",
            "~",
            " ",
            "\r\n",
            "\uD83D\uDE00",
            "$$ $1 ${0}");
    private static final List<String> REGEXPS =
            List.of("", "^0\\{", "(?P<id>\\d+)", "(a)|(b)", "\"type\":\"ack\"", "~");
    private static final List<String> POINTERS = List.of("", "/", "/type", "/a~1b/0", "/~0", "/a b: c", "/-", "/yes");

    private final Random random;
    private final Path file;
    private int labels;

    /** Steps that send a file send this one. */
    AnyConversation(Random random, Path file) {
        this.random = random;
        this.file = file;
    }

    Conversation next() {
        int pings = random.nextInt(4);
        Heartbeat heartbeat = new Heartbeat(
                        pings, upTo(5_000), upTo(5_000).plusNanos(1), pings == 0 ? 0 : random.nextInt(pings + 1))
                .with(anyOf(List.of(Accept.values())));
        return new Conversation(
                anyOf(List.of(Compression.values())),
                1 + random.nextInt(anyOf(List.of(2_000, 64 << 20))),
                steps(),
                heartbeat,
                upTo(2_000),
                upTo(20_000));
    }

    CloseSettings closing() {
        int code = anyOf(List.of(1000, 1003, 1007, 1014, 3000, 4999));
        return new CloseSettings(
                code,
                upTo(5_000).plusNanos(1),
                random.nextBoolean(),
                anyOf(List.of(List.of(), List.of(1005), List.of(1000, 1014, 4999))));
    }

    RetrySettings attempts() {
        return new RetrySettings(1 + random.nextInt(10), upTo(5_000));
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(step("first", new Expectation.Matching(Pattern.compile("(.)")))));
        for (int i = 0; i < random.nextInt(5); i++) {
            steps.add(step(random.nextBoolean() ? null : "step: #" + i, expectation()));
        }
        return steps;
    }

    private Step step(@Nullable String name, @Nullable Expectation expectation) {
        Dialect dialect = expectation instanceof Expectation.Matching ? Dialect.GO : Dialect.BRACED;
        Payload payload = payload(dialect);
        List<StepLabel> own = random.nextBoolean()
                ? List.of()
                : List.of(
                        new StepLabel("a" + labels, Template.of("${0}", dialect)),
                        new StepLabel("_B" + labels++, Template.of("", dialect)));
        return new Step(
                name,
                expectation,
                expectation == null ? 0 : random.nextInt(5) - 1,
                expectation == null && payload == null ? new Payload.Binary(bytes()) : payload,
                random.nextBoolean() ? null : upTo(5_000).plusNanos(1),
                own);
    }

    private @Nullable Expectation expectation() {
        return switch (random.nextInt(4)) {
            case 0 -> new Expectation.Matching(Pattern.compile(anyOf(REGEXPS)));
            case 1 -> new Expectation.Json(members());
            case 2 -> new Expectation.Exactly(bytes());
            default -> null;
        };
    }

    private @Nullable Payload payload(Dialect dialect) {
        return switch (random.nextInt(4)) {
            case 0 -> new Payload.Text(Template.of(anyOf(TEXTS), dialect));
            case 1 -> new Payload.Binary(bytes());
            case 2 -> new Payload.InFile(file);
            default -> null;
        };
    }

    private Map<String, JsonValue> members() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            members.put(
                    anyOf(POINTERS),
                    random.nextInt(4) == 0
                            ? new JsonValue.Matching(Pattern.compile("^\\d+: #$"))
                            : new JsonValue.EqualTo(json(2)));
        }
        return members;
    }

    private @Nullable Object json(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> anyOf(TEXTS);
            case 1 -> new BigDecimal(anyOf(List.of("0", "-1", "1.5", "100", "1E+40", "-2.5E-7"))).stripTrailingZeros();
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> Arrays.asList(json(depth - 1), json(depth - 1));
            default -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                object.put("no", json(depth - 1));
                object.put("a: b", json(depth - 1));
                yield object;
            }
        };
    }

    private Bytes bytes() {
        byte[] bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }

    private <T> T anyOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
