package dev.websocketexporter.cli;

import dev.websocketexporter.cli.ProbeWords.Given;
import dev.websocketexporter.config.AdHocModule;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.UpgradeSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What flags change of a module. They are read as if they stood in a module of their own, so that each is checked as a
 * file is, and its parts then replace those of the module.
 */
final class ModuleFlags {
    /** Fields whose values say nothing secret, and which a log must show to be of use. */
    private static final Set<String> SHOWN = Set.of("host", "origin", "user-agent", "sec-websocket-protocol");

    private static final String FIELD_EXPECTED = " (expected: 'Name: value', such as -H 'X-Tenant: blue')";

    private final ProbeModule base;
    private final ProbeWords words;

    private ModuleFlags(ProbeModule base, ProbeWords words) {
        this.base = base;
        this.words = words;
    }

    /** The module with what the flags say instead. */
    static ProbeModule applied(ProbeModule base, ProbeWords words) throws BadUsageException {
        ProbeModule module = new ModuleFlags(base, words).module();
        checkNothingIsLeftOpen(module);
        return module;
    }

    /** Where an exporter answers 400 without such a value, an empty one is not sent here either. */
    private static void checkNothingIsLeftOpen(ProbeModule module) throws BadUsageException {
        for (ModuleParam param : module.params()) {
            if (param.kind() == ModuleParam.Kind.STEP
                    && module.conversation().steps().stream()
                            .anyMatch(step -> Objects.equals(step.name(), param.name()))) {
                throw new BadUsageException(ProbeFlag.MODULE + ": \"" + module.name() + "\" sends "
                        + param.parameter() + " in its step \"" + param.name()
                        + "\", which only the query of /probe can give (expected: --send and --expect in the place of"
                        + " its steps, or another module)");
            }
        }
    }

    private ProbeModule module() throws BadUsageException {
        ProbeModule module =
                words.has(ProbeFlag.INSECURE) ? base.with(base.tls().withoutVerification()) : base;
        Map<String, Object> keys = keys();
        if (keys.isEmpty()) {
            return module;
        }
        ProbeModule own = read(keys);
        UpgradeSettings upgrade = upgrade(module.upgrade(), own.upgrade());
        module = module.with(
                words.has(ProbeFlag.HTTP_VERSION) ? upgrade.over(own.upgrade().httpVersion()) : upgrade);
        return keys.containsKey("query_response")
                ? module.with(module.conversation().withSteps(own.conversation().steps()))
                : module;
    }

    /** As they stand below {@code websocket}; empty: no flag is about the module. */
    private Map<String, Object> keys() throws BadUsageException {
        Map<String, Object> keys = new LinkedHashMap<>();
        Map<String, Object> headers = headers();
        if (!headers.isEmpty()) {
            keys.put("headers", headers);
        }
        List<String> subprotocols = words.values(ProbeFlag.SUBPROTOCOL);
        if (!subprotocols.isEmpty()) {
            keys.put("subprotocols", subprotocols);
        }
        String version = words.value(ProbeFlag.HTTP_VERSION);
        if (version != null) {
            keys.put("http_version", version);
        }
        List<Object> steps = new ArrayList<>();
        for (Given one : words.given()) {
            if (one.flag() == ProbeFlag.SEND || one.flag() == ProbeFlag.EXPECT) {
                if (one.value().isEmpty()) {
                    throw new BadUsageException(one.flag() + ": is empty (expected: "
                            + one.flag().row().usage() + ")");
                }
                steps.add(Map.of(one.flag() == ProbeFlag.SEND ? "send" : "expect", one.value()));
            }
        }
        if (!steps.isEmpty()) {
            keys.put("query_response", steps);
        }
        return keys;
    }

    /** Their values by their names; several values of one name are sent as several lines. */
    private Map<String, Object> headers() throws BadUsageException {
        Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String field : words.values(ProbeFlag.HEADER)) {
            int colon = field.indexOf(':');
            if (colon <= 0) {
                // Nothing of the field is repeated: it may be a token.
                throw new BadUsageException(ProbeFlag.HEADER + ": has no name before a colon" + FIELD_EXPECTED);
            }
            values.computeIfAbsent(field.substring(0, colon), none -> new ArrayList<>())
                    .add(field.substring(colon + 1).strip());
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        values.forEach((name, lines) ->
                headers.put(name, Map.of(SHOWN.contains(name.toLowerCase(Locale.ROOT)) ? "values" : "secrets", lines)));
        return headers;
    }

    private static ProbeModule read(Map<String, Object> keys) throws BadUsageException {
        try {
            return AdHocModule.read(Map.of("websocket", keys));
        } catch (ConfigurationException e) {
            throw new BadUsageException(inTermsOfFlags(e.mistakes().get(0)));
        }
    }

    private static String inTermsOfFlags(ConfigError mistake) {
        String path = mistake.path();
        ProbeFlag flag = path.contains(".subprotocols")
                ? ProbeFlag.SUBPROTOCOL
                : path.contains(".headers")
                        ? ProbeFlag.HEADER
                        : path.endsWith(".send") ? ProbeFlag.SEND : ProbeFlag.EXPECT;
        return flag + ": " + (flag == ProbeFlag.HEADER ? "\"" + fieldName(path) + "\" " : "") + mistake.text();
    }

    private static String fieldName(String path) {
        return path.replaceFirst("^.*?\\.headers\\.?", "").replaceFirst("\\.(values|secrets)(\\[[0-9]+])?$", "");
    }

    private static UpgradeSettings upgrade(UpgradeSettings base, UpgradeSettings own) {
        List<RequestHeader> headers = new ArrayList<>();
        boolean ownSubprotocols = own.offersSubprotocols();
        for (RequestHeader header : base.headers()) {
            boolean replaced = own.headers().stream().anyMatch(other -> other.hasName(header.name()))
                    || (ownSubprotocols && header.isSubprotocols());
            if (!replaced) {
                headers.add(header);
            }
        }
        headers.addAll(own.headers());
        boolean ownOrigin = own.headers().stream().anyMatch(header -> header.hasName("Origin"));
        boolean ownCredentials = own.headers().stream().anyMatch(header -> header.hasName("Authorization"));
        return new UpgradeSettings(
                headers,
                ownOrigin ? null : base.origin(),
                ownSubprotocols ? own.subprotocols() : base.subprotocols(),
                ownCredentials ? null : base.credentials(),
                base.followRedirects(),
                base.httpVersion());
    }
}
