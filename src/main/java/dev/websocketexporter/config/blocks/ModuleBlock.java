package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.types.ScalarType;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.value.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One module: its keys, and the checks that span several of its blocks. */
public final class ModuleBlock {
    private static final String WEBSOCKET = "websocket";
    private static final int SWITCHING_PROTOCOLS = 101;

    static final Key.Value<String> PROBER =
            new Key.Value<>("prober", new ProberType(), WEBSOCKET, "The kind of probe: there is one.");
    static final Key.Value<Duration> TIMEOUT = Key.withoutDefault(
            "timeout", DurationType.POSITIVE, "The longest that a probe may take; the scrape timeout applies too.");
    public static final Key.Block BLOCK = new Key.Block(
            Key.NAME,
            "Settings of a probe, chosen by the parameter module.",
            List.of(
                    PROBER,
                    TIMEOUT,
                    ParamsBlock.PARAMS,
                    WebSocketBlock.BLOCK,
                    Key.ignored("http", "Settings of another prober."),
                    Key.ignored("tcp", "Settings of another prober."),
                    Key.ignored("dns", "Settings of another prober."),
                    Key.ignored("icmp", "Settings of another prober."),
                    Key.ignored("grpc", "Settings of another prober."),
                    Key.ignored("unix", "Settings of another prober.")));

    private ModuleBlock() {}

    /**
     * Reads one module.
     *
     * @return the module, with defaults in place of mistakes; absent: one of another prober, which is a mistake
     */
    public static @Nullable ProbeModule read(String name, YamlValue value, ReadContext context) {
        if (isForeign(value, context)) {
            return null;
        }
        BlockReader module = BlockReader.of(value, BLOCK, context);
        module.orDefault(PROBER);
        BlockReader websocket = module.block(WebSocketBlock.BLOCK);
        ProbeModule read = WebSocketBlock.read(name, module.optional(TIMEOUT), websocket)
                .withParams(module.orDefault(ParamsBlock.PARAMS));
        check(read, module, websocket);
        return read;
    }

    /** Whether it is the module of another prober. Only that is reported: all else in it would be a mistake too. */
    private static boolean isForeign(YamlValue value, ReadContext context) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return false;
        }
        YamlValue.Entry prober = mapping.entry(PROBER.name()).orElse(null);
        if (prober == null
                || !(prober.value() instanceof YamlValue.Scalar scalar)
                || !ProberType.isForeign(scalar.text())) {
            return false;
        }
        PROBER.type().read(scalar, context.child(prober.key()));
        return true;
    }

    /** Refuses conversations that no server can ever complete. */
    private static void check(ProbeModule read, BlockReader module, BlockReader websocket) {
        checkUpgrade(read, websocket);
        checkTime(read, module);
        ParamsBlock.check(read, module, websocket);
    }

    private static void checkUpgrade(ProbeModule read, BlockReader websocket) {
        if (!read.conversation().happens() || read.verdict().validStatusCodes().contains(SWITCHING_PROTOCOLS)) {
            return;
        }
        Key key = List.<Key>of(
                        ConversationBlock.QUERY_RESPONSE,
                        ConversationBlock.HEARTBEAT,
                        ConversationBlock.SETTLE,
                        ConversationBlock.HOLD)
                .stream()
                .filter(websocket::has)
                .findFirst()
                .orElseThrow();
        websocket.mistake(
                key, "never happens without an upgrade (expected: 101 among valid_status_codes, or leave it out)");
    }

    /** Pings, settle and hold take their time, however fast the server is. */
    private static void checkTime(ProbeModule read, BlockReader module) {
        Duration timeout = read.timeout();
        Duration least = leastDuration(read);
        if (timeout == null || least.isZero()) {
            return;
        }
        RetrySettings attempts = read.attempts();
        Duration share = attempts.share(timeout, attempts.most());
        // If it is not worthwhile, there are fewer attempts than configured, and each has more time.
        boolean allFit = RetrySettings.isWorthwhile(share);
        String words = " for pings, settle and hold that take " + DurationType.shown(least) + " at least (expected: ";
        if (least.compareTo(timeout) >= 0) {
            module.mistake(
                    TIMEOUT,
                    "leaves " + DurationType.shown(timeout) + words + "a longer timeout, or less to wait for)");
        } else if (allFit && least.compareTo(share) >= 0) {
            module.mistake(
                    TIMEOUT,
                    "leaves each of " + attempts.most() + " attempts " + DurationType.shown(share) + words
                            + "a longer timeout, or fewer attempts)");
        }
    }

    private static Duration leastDuration(ProbeModule read) {
        Heartbeat heartbeat = read.conversation().heartbeat();
        Duration pings = heartbeat.interval().multipliedBy(Math.max(0, heartbeat.pings() - 1));
        Conversation conversation = read.conversation();
        return pings.plus(conversation.settle().multipliedBy(conversation.settlesAgain() ? 2 : 1))
                .plus(conversation.hold());
    }

    /** The module as the value of its name. */
    public static YamlSection write(ProbeModule module) {
        YamlSection section = new YamlSection();
        section.put(PROBER, WEBSOCKET);
        section.put(TIMEOUT, module.timeout());
        section.putSome(ParamsBlock.PARAMS, module.params());
        section.put(WebSocketBlock.BLOCK, WebSocketBlock.write(module));
        return section;
    }

    /** The name of a prober; the only one is {@code websocket}. */
    private static final class ProberType extends ScalarType<String> {
        private static final Set<String> BLACKBOX_PROBERS = Set.of("http", "tcp", "dns", "icmp", "grpc", "unix");

        private ProberType() {
            super(WEBSOCKET);
        }

        /** Whether it is a prober of blackbox_exporter that this exporter does not have. */
        static boolean isForeign(String prober) {
            return BLACKBOX_PROBERS.contains(prober);
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String prober = scalar.text();
            if (isForeign(prober)) {
                throw BadValueException.withHint(
                        Printable.quoted(prober) + " is not what this exporter probes",
                        "expected: websocket; keep this module with blackbox_exporter");
            }
            if (!prober.equals(WEBSOCKET)) {
                throw BadValueException.withHint(
                        Printable.quoted(prober) + " is no prober",
                        "expected: websocket; keep modules of other probers with blackbox_exporter");
            }
            return prober;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("const", WEBSOCKET);
        }
    }
}
