package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.probe.value.QueryValues;
import dev.websocketexporter.probe.value.Secret;
import java.util.Locale;
import java.util.Set;

/** Header fields as a log may show them. */
final class HeaderDisplay {
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    private HeaderDisplay() {}

    /** The value, but for credentials, and for the values in the query of a URL in it. */
    static String value(String name, String value) {
        return CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)) ? Secret.HIDDEN : QueryValues.hideIn(value);
    }
}
