package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;

/** A scope (RFC 6749 §3.3: printable ASCII without space, quote and backslash). */
final class ScopeType extends ScalarType<String> {
    static final ScopeType INSTANCE = new ScopeType();

    private ScopeType() {
        super("a scope such as chat.read, without spaces");
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        String scope = scalar.text();
        boolean good = !scope.isEmpty() && scope.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\');
        if (!good) {
            throw new BadValueException(Printable.quoted(scope) + " is no scope");
        }
        return scope;
    }
}
