package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.ParamType;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ModuleParam.Kind;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Template.Dialect;
import dev.websocketexporter.probe.value.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code params} of a module, and what must be true of the rest of the module for each of them. */
final class ParamsBlock {
    static final Key.Value<List<ModuleParam>> PARAMS = new Key.Value<>(
            "params",
            ListType.of(ParamType.INSTANCE, Rule.NO_REPETITION),
            List.of(),
            "What a probe may bring along in its query, as param_origin or param_header_x_tenant.");

    private static final String PARAM = Payload.Text.PARAM;

    private final ProbeModule read;
    private final BlockReader module;
    private final BlockReader websocket;

    private ParamsBlock(ProbeModule read, BlockReader module, BlockReader websocket) {
        this.read = read;
        this.module = module;
        this.websocket = websocket;
    }

    /** Reports params that cannot be told apart or have no effect, and messages that wait for one that is not listed. */
    static void check(ProbeModule read, BlockReader module, BlockReader websocket) {
        ParamsBlock block = new ParamsBlock(read, module, websocket);
        block.checkNames();
        block.checkCredentials();
        block.checkVersion();
        read.params().stream().filter(param -> param.kind() == Kind.STEP).forEach(block::checkStep);
        block.checkReferences();
    }

    private void checkNames() {
        Map<String, ModuleParam> first = new HashMap<>();
        for (ModuleParam param : read.params()) {
            ModuleParam before = first.putIfAbsent(param.parameter(), param);
            if (before != null && !before.equals(param)) {
                mistake(
                        param,
                        Printable.quoted(param.toString()) + " is " + param.parameter() + " in a query, as "
                                + Printable.quoted(before.toString()) + " is (expected: one of the two)");
            }
        }
    }

    private void checkCredentials() {
        if (read.upgrade().credentials() != null) {
            read.params().stream()
                    .filter(param -> param.kind() == Kind.HEADER && "Authorization".equalsIgnoreCase(param.name()))
                    .forEach(param -> mistake(
                            param,
                            Printable.quoted(param.toString())
                                    + " contradicts the credentials in http_config (expected: one of the two)"));
        }
    }

    private void checkVersion() {
        if (read.upgrade().httpVersion() == HttpVersion.HTTP_2) {
            read.params().stream()
                    .filter(param -> param.kind() == Kind.HEADER
                            && HttpTypes.isOfHttp1(Objects.requireNonNull(param.name(), "a header has a name")))
                    .forEach(
                            param -> mistake(
                                    param,
                                    Printable.quoted(param.toString())
                                            + " is a field that HTTP/2 has not (expected: without it, or http_version \"1.1\")"));
        }
    }

    private void checkStep(ModuleParam param) {
        String name = Objects.requireNonNull(param.name(), "a step has a name");
        Step step = read.conversation().steps().stream()
                .filter(each -> name.equals(each.name()))
                .findFirst()
                .orElse(null);
        if (step == null) {
            mistake(param, Printable.quoted(param.toString()) + " is no step of query_response (" + named() + ")");
        } else if (!(step.payload() instanceof Payload.Text text) || !text.refersToParam()) {
            mistake(
                    param,
                    Printable.quoted(param.toString()) + " has no effect (expected: ${" + PARAM
                            + "} in what the step sends)");
        }
    }

    private String named() {
        String names = read.conversation().steps().stream()
                .map(Step::name)
                .filter(Objects::nonNull)
                .map(name -> "step:" + name)
                .collect(Collectors.joining(", "));
        return "expected: " + (names.isEmpty() ? "a step with this name" : "one of " + names);
    }

    /** What {@code ${param}} means must not depend on whether the reader thought of a group or of a parameter. */
    private void checkReferences() {
        boolean capturedBefore = false;
        List<Step> steps = read.conversation().steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean captures = captures(step.expectation());
            if (step.payload() instanceof Payload.Text text && text.refersToParam()) {
                boolean captured = text.template().dialect() == Dialect.GO ? captures : capturedBefore;
                checkReference(step, i, captured, text.template().dialect());
            }
            capturedBefore |= captures;
        }
    }

    private void checkReference(Step step, int index, boolean captured, Dialect dialect) {
        boolean listed = step.name() != null && read.params().contains(new ModuleParam(Kind.STEP, step.name()));
        BlockReader fields = websocket.entry(ConversationBlock.QUERY_RESPONSE, index);
        if (listed && captured) {
            fields.mistake(
                    StepBlock.SEND,
                    "refers to ${" + PARAM + "}, which is a parameter and a group of an expect too (expected: another"
                            + " name for the group)");
        } else if (!listed && !captured && dialect == Dialect.BRACED) {
            // As in Go, an unknown group is nothing in a step with its own expect.
            fields.mistake(
                    StepBlock.SEND,
                    "refers to ${" + PARAM + "}, which no expect before it captures and the module does not take"
                            + " (expected: step:"
                            + (step.name() == null ? "NAME" : step.name()) + " among params"
                            + (step.name() == null ? ", and a name for the step)" : ")"));
        }
    }

    private static boolean captures(@Nullable Expectation expectation) {
        return expectation instanceof Expectation.Matching matching
                && matching.regexp().namedGroups().containsKey(PARAM);
    }

    private void mistake(ModuleParam param, String text) {
        module.mistakeAt(PARAMS, param.toString(), text);
    }
}
