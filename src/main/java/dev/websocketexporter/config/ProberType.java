package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.Map;
import java.util.Set;

/** The kind of probe: there is one. */
final class ProberType extends ScalarType<String> {
    static final ProberType INSTANCE = new ProberType();
    static final String WEBSOCKET = "websocket";

    private static final Set<String> BLACKBOX_PROBERS = Set.of("http", "tcp", "dns", "icmp", "grpc", "unix");

    private ProberType() {
        super(WEBSOCKET);
    }

    /** Whether this is the module of another kind of probe, of which nothing can be said here but that. */
    static boolean isForeign(String prober) {
        return BLACKBOX_PROBERS.contains(prober);
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        String prober = scalar.text();
        if (isForeign(prober)) {
            throw BadValueException.withHint(
                    Printable.quoted(prober) + " is not what this exporter probes",
                    "expected: websocket; keep this module with blackbox_exporter");
        }
        if (!prober.equals(WEBSOCKET)) {
            throw BadValueException.withHint(
                    Printable.quoted(prober) + " is no prober",
                    "expected: websocket; keep modules of other probers with blackbox_exporter");
        }
        return prober;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("const", WEBSOCKET);
    }
}
