package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.TextCheck;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The parameters of a probe that a module takes, checked as the configuration itself. Messages never have their values. */
public final class QueryParams {
    /** More than any token has; what a header may hold is the server's to decide. */
    private static final int LONGEST = 4_096;

    private static final int LONGEST_LIST = 500;

    private final ProbeModule module;

    private QueryParams(ProbeModule module) {
        this.module = module;
    }

    /**
     * Checks what a probe brings along.
     *
     * @param given by the names in the query, each of which begins with {@link ModuleParam#PREFIX}
     * @throws BadValueException if the module does not take one, if one is missing, or a value is not what it must be
     */
    public static ParamValues read(ProbeModule module, Map<String, String> given) throws BadValueException {
        ParamValues values = readSome(module, given);
        for (ModuleParam param : module.params()) {
            if (param.isRequired() && !values.values().containsKey(param)) {
                throw BadValueException.withHint(
                        "parameter \"" + param.parameter() + "\" is missing, and a step of module \""
                                + Printable.masked(module.name()) + "\" sends it",
                        "expected: &" + param.parameter() + "=VALUE");
            }
        }
        return values;
    }

    /** The same for values to which others may be added before the probe is requested. */
    public static ParamValues readSome(ProbeModule module, Map<String, String> given) throws BadValueException {
        return given.isEmpty() ? ParamValues.NONE : new QueryParams(module).values(given);
    }

    private ParamValues values(Map<String, String> given) throws BadValueException {
        Map<String, ModuleParam> taken = new LinkedHashMap<>();
        module.params().forEach(param -> taken.put(param.parameter(), param));
        Map<ModuleParam, Secret> values = new HashMap<>();
        for (Map.Entry<String, String> entry : given.entrySet()) {
            ModuleParam param = taken.get(entry.getKey());
            if (param == null) {
                throw unknown(entry.getKey(), taken.keySet());
            }
            values.put(param, new Secret(checked(param, entry.getValue())));
        }
        return new ParamValues(values);
    }

    private BadValueException unknown(String name, Set<String> taken) {
        String meant = ModuleParam.spelled(name);
        String expected = taken.isEmpty()
                ? "expected: none; params of a module in the configuration lists what it takes"
                : taken.contains(meant)
                        ? "did you mean \"" + meant + "\"?"
                        : "expected: one of " + Printable.masked(String.join(", ", taken), LONGEST_LIST)
                                + ", as its params in the configuration say";
        return BadValueException.withHint(
                "parameter \"" + Printable.masked(name) + "\" is not taken by module \""
                        + Printable.masked(module.name()) + "\"",
                expected);
    }

    private static String checked(ModuleParam param, String value) throws BadValueException {
        try {
            if (value.length() > LONGEST) {
                throw BadValueException.withHint(
                        "has " + value.length() + " characters", "expected: at most " + LONGEST);
            }
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                throw BadValueException.withHint("holds a line break", "expected: one line");
            }
            return switch (param.kind()) {
                // A host and a port are judged as the parameter hostname is.
                case HOSTNAME -> value;
                case ORIGIN, HEADER -> HttpTypes.HEADER_LINE.checked(value);
                case SUBPROTOCOL -> subprotocols(HttpTypes.HEADER_LINE.checked(value));
                case STEP -> TextCheck.WITHIN_A_TEXT.checked(TextCheck.ONE_LINE.checked(value));
            };
        } catch (BadValueException e) {
            throw BadValueException.withHint(
                    "parameter \"" + param.parameter() + "\" " + e.problem(), e.hintOr("expected: one line of text"));
        }
    }

    private static String subprotocols(String value) throws BadValueException {
        HttpTypes.checkSubprotocols(value, name -> Secret.HIDDEN);
        return value;
    }
}
