package dev.websocketexporter.probe.module;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a module that a probe may bring along: an entry of {@code params}.
 *
 * @param kind what it sets
 * @param name of the header field or of the step; absent for the other kinds
 */
public record ModuleParam(Kind kind, @Nullable String name) {
    /** What every parameter of this sort begins with in the query of a probe. */
    public static final String PREFIX = "param_";

    /** What a probe may set. */
    public enum Kind {
        SUBPROTOCOL,
        ORIGIN,
        HOSTNAME,
        HEADER,
        STEP;

        /** Its word in the configuration. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Its name in the query: {@code param_origin}, {@code param_header_x_tenant}. It is in lower case and has an underscore
     * for everything but letters and digits of ASCII: after {@code __param_} it must be a name of a label in Prometheus.
     */
    public String parameter() {
        String word = PREFIX + kind.label();
        return name == null ? word : word + "_" + spelled(name);
    }

    /** Whether each probe must bring it along: a step has nothing to send without it. */
    public boolean isRequired() {
        return kind == Kind.STEP;
    }

    /** How a name is written in a query; without regular expressions, since each probe asks. */
    public static String spelled(String name) {
        StringBuilder spelled = new StringBuilder(name.toLowerCase(Locale.ROOT));
        for (int i = 0; i < spelled.length(); i++) {
            char c = spelled.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                spelled.setCharAt(i, '_');
            }
        }
        return spelled.toString();
    }

    /** As the configuration has it: {@code origin}, {@code header:X-Tenant}. */
    @Override
    public String toString() {
        return kind.label() + (name == null ? "" : ":" + name);
    }
}
