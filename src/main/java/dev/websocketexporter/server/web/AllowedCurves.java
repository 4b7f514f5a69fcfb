package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.ServerTls.Curve;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets keys be agreed on by some curves alone. Java 17 can set them for the whole process only; but it asks these
 * constraints, which each connection has of its own, for every group by its name.
 */
final class AllowedCurves implements AlgorithmConstraints {
    /** The names of groups in TLS (RFC 8446 §4.2.7), also of those that later versions of Java know. */
    private static final Pattern GROUP =
            Pattern.compile("(?:secp|sect|brainpool)[0-9].*|x25519.*|x448.*|ffdhe[0-9]+|.*mlkem[0-9]+");

    private final Set<String> allowed;

    AllowedCurves(Set<Curve> curves) {
        this.allowed = curves.stream().map(Curve::standardName).collect(Collectors.toSet());
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        String name = algorithm.toLowerCase(Locale.ROOT);
        return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                || !GROUP.matcher(name).matches()
                || allowed.contains(name);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return true;
    }
}
