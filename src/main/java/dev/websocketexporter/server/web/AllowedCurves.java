package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.config.web.ServerTls.Curve;
import java.lang.reflect.InvocationTargetException;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Lets keys be agreed on by some curves alone. From Java 20 on there is a parameter for that. Before, Java can set them for
 * the whole process only; but it asks the constraints of each connection for every group by its name. It asks them for
 * signatures too, so that the curve of the exporter's own certificate must then be among them.
 */
final class AllowedCurves implements AlgorithmConstraints {
    /** The names of groups in TLS (RFC 8446 §4.2.7), also of those that later versions of Java know. */
    private static final Pattern GROUP =
            Pattern.compile("(?:secp|sect|brainpool)[0-9].*|x25519.*|x448.*|ffdhe[0-9]+|.*mlkem[0-9]+");

    private final Set<String> curves;
    private final Set<String> withOwn;

    private AllowedCurves(Set<String> curves, Set<String> withOwn) {
        this.curves = curves;
        this.withOwn = withOwn;
    }

    /** Those of the configuration; at least one. */
    static AllowedCurves of(ServerTls tls) {
        Set<String> curves = tls.curves().stream().map(Curve::standardName).collect(Collectors.toSet());
        Set<String> withOwn = new TreeSet<>(curves);
        PublicKey own = tls.identity().chain().get(0).getPublicKey();
        if (own instanceof ECPublicKey key) {
            withOwn.add("secp" + key.getParams().getCurve().getField().getFieldSize() + "r1");
        }
        return new AllowedCurves(curves, withOwn);
    }

    /** Makes it hold for one connection. */
    void limit(SSLParameters parameters) {
        try {
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object)
                    curves.toArray(String[]::new));
        } catch (NoSuchMethodException e) {
            parameters.setAlgorithmConstraints(this);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Java refuses curves that it has: " + curves, e);
        }
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        String name = algorithm.toLowerCase(Locale.ROOT);
        return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                || !GROUP.matcher(name).matches()
                || withOwn.contains(name);
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
