package dev.websocketexporter.probe.module;

import dev.websocketexporter.probe.module.Conversation.Payload;
import dev.websocketexporter.probe.module.Conversation.Step;
import dev.websocketexporter.probe.value.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a probe brings along for the {@code params} of its module. The values are never shown: like those in the query of a
 * target, they may be credentials.
 *
 * @param values by what they set, checked already
 */
public record ParamValues(Map<ModuleParam, Secret> values) {
    public static final ParamValues NONE = new ParamValues(Map.of());

    public ParamValues {
        values = Map.copyOf(values);
    }

    /** The name that the target serves; absent: none was brought along. */
    public @Nullable String hostname() {
        Secret hostname = values.get(new ModuleParam(ModuleParam.Kind.HOSTNAME, null));
        return hostname == null ? null : hostname.reveal();
    }

    /** All but the name of a host, which is no secret. */
    public List<Secret> hidden() {
        // Most probes bring nothing along, and each asks.
        return values.isEmpty()
                ? List.of()
                : values.entrySet().stream()
                        .filter(entry -> entry.getKey().kind() != ModuleParam.Kind.HOSTNAME)
                        .map(Map.Entry::getValue)
                        .toList();
    }

    /** Whether this text was brought along, so that it is one of the values. */
    public boolean has(String value) {
        return values.containsValue(new Secret(value));
    }

    /**
     * The module with these values in the place of its own. All that they do not concern is the same objects, by which what
     * the engine keeps for a module is found.
     */
    public ProbeModule in(ProbeModule module) {
        if (values.isEmpty()) {
            return module;
        }
        Map<String, Secret> messages = new LinkedHashMap<>();
        ProbeModule changed = module;
        for (Map.Entry<ModuleParam, Secret> entry : values.entrySet()) {
            ModuleParam param = entry.getKey();
            switch (param.kind()) {
                case SUBPROTOCOL -> changed = changed.with(withSubprotocols(changed.upgrade(), entry.getValue()));
                case ORIGIN -> changed = changed.with(withOrigin(changed.upgrade(), entry.getValue()));
                case HEADER -> changed = changed.with(withHeader(changed.upgrade(), named(param), entry.getValue()));
                case STEP -> messages.put(named(param), entry.getValue());
                // It is no setting of the module: see ProbeRequest.HostOverride.
                case HOSTNAME -> {}
            }
        }
        return messages.isEmpty()
                ? changed
                : changed.with(changed.conversation().withSteps(withMessages(changed.conversation(), messages)));
    }

    private static String named(ModuleParam param) {
        return Objects.requireNonNull(param.name(), "a header or a step has a name");
    }

    private static UpgradeSettings withSubprotocols(UpgradeSettings upgrade, Secret value) {
        return new UpgradeSettings(
                replaced(upgrade.headers(), RequestHeader.SUBPROTOCOLS, value),
                upgrade.origin(),
                List.of(),
                upgrade.credentials(),
                upgrade.followRedirects(),
                upgrade.httpVersion());
    }

    private static UpgradeSettings withOrigin(UpgradeSettings upgrade, Secret value) {
        return new UpgradeSettings(
                replaced(upgrade.headers(), "Origin", value),
                null,
                upgrade.subprotocols(),
                upgrade.credentials(),
                upgrade.followRedirects(),
                upgrade.httpVersion());
    }

    private static UpgradeSettings withHeader(UpgradeSettings upgrade, String name, Secret value) {
        return new UpgradeSettings(
                replaced(upgrade.headers(), name, value),
                upgrade.origin(),
                upgrade.subprotocols(),
                upgrade.credentials(),
                upgrade.followRedirects(),
                upgrade.httpVersion());
    }

    private static List<RequestHeader> replaced(List<RequestHeader> headers, String name, Secret value) {
        List<RequestHeader> all = new ArrayList<>(headers);
        all.removeIf(header -> header.hasName(name));
        all.add(new RequestHeader(name, List.of(new Value.Hidden(value))));
        return all;
    }

    private static List<Step> withMessages(Conversation conversation, Map<String, Secret> messages) {
        return conversation.steps().stream()
                .map(step -> withMessage(step, step.name() == null ? null : messages.get(step.name())))
                .toList();
    }

    private static Step withMessage(Step step, @Nullable Secret value) {
        return value != null && step.payload() instanceof Payload.Text text
                ? step.with(new Payload.Text(text.template(), value))
                : step;
    }
}
