package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.value.Printable;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A version of TLS, by Prometheus' names, that the engine in use can do. */
final class TlsVersionType extends ScalarType<TlsVersion> {
    static final TlsVersionType INSTANCE = new TlsVersionType();

    private TlsVersionType() {
        super("TLS10, TLS11, TLS12 or TLS13");
    }

    @Override
    TlsVersion parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        Set<TlsVersion> possible = site.surroundings().tlsVersions();
        for (TlsVersion version : TlsVersion.values()) {
            if (version.name().equals(scalar.text())) {
                if (possible.contains(version)) {
                    return version;
                }
                throw BadValueException.withHint(
                        version + " is not possible with the TLS engine in use",
                        "expected: "
                                + possible.stream().sorted().map(Enum::name).collect(Collectors.joining(" or ")));
            }
        }
        throw new BadValueException(Printable.quoted(scalar.text()) + " is no version of TLS");
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("enum", Arrays.stream(TlsVersion.values()).map(Enum::name).toList());
    }
}
