package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Grant;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.ClientIdentity;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** By what a client asks for a token of OAuth 2. */
public final class GrantTypes {
    /** RFC 6749 §4.4. */
    public static final String CLIENT_CREDENTIALS = "client_credentials";
    /** RFC 7523 §2.1. */
    public static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /** One of the two. */
    public static final ValueType<String> GRANT_TYPE = new GrantTypeType();
    /** How an assertion is signed. */
    public static final ValueType<Grant.Algorithm> SIGNATURE_ALGORITHM = new AlgorithmType();

    private static final int SHORTEST_BITS = 2048;

    private GrantTypes() {}

    /** A private RSA key in PEM that can sign an assertion. */
    public static String rsaKey(String text) throws BadValueException {
        FileTypes.privateKey(text);
        PrivateKey key;
        try {
            key = ClientIdentity.key(text);
        } catch (CertificateException e) {
            throw new BadValueException("holds no private key, or a broken one", e);
        }
        if (!(key instanceof RSAPrivateKey rsa)) {
            throw new BadValueException("holds a key of the kind " + key.getAlgorithm());
        }
        // RFC 7518 §3.3.
        if (rsa.getModulus().bitLength() < SHORTEST_BITS) {
            throw BadValueException.withHint(
                    "holds an RSA key of " + rsa.getModulus().bitLength() + " bits",
                    "expected: at least " + SHORTEST_BITS);
        }
        return text;
    }

    /** The name of a grant. */
    private static final class GrantTypeType extends ScalarType<String> {
        private GrantTypeType() {
            super(CLIENT_CREDENTIALS + " or " + JWT_BEARER, EmptyText.ABSENT);
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (!Set.of(CLIENT_CREDENTIALS, JWT_BEARER).contains(scalar.text())) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no grant known here");
            }
            return scalar.text();
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("enum", List.of(CLIENT_CREDENTIALS, JWT_BEARER));
        }
    }

    /** The name of an algorithm (RFC 7518 §3.1). */
    private static final class AlgorithmType extends ScalarType<Grant.Algorithm> {
        private AlgorithmType() {
            super("RS256, RS384 or RS512", EmptyText.ABSENT);
        }

        @Override
        protected Grant.Algorithm parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            for (Grant.Algorithm algorithm : Grant.Algorithm.values()) {
                if (algorithm.name().equals(scalar.text())) {
                    return algorithm;
                }
            }
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no algorithm known here");
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of(
                    "enum",
                    Arrays.stream(Grant.Algorithm.values()).map(Enum::name).toList());
        }
    }
}
