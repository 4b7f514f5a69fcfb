package dev.websocketexporter.testkit;

import dev.websocketexporter.config.web.ServerTls;
import dev.websocketexporter.config.web.ServerTls.ClientAuthentication;
import dev.websocketexporter.config.web.ServerTls.Order;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.tls.ClientIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Web configurations without a file. */
public final class WebConfigurations {
    private WebConfigurations() {}

    public static WebConfiguration withoutTls() {
        return with(null);
    }

    /** For everybody, with this certificate. */
    public static WebConfiguration withTls(TestIdentity identity) {
        return with(new ServerTls(
                new ClientIdentity(identity.keys().getPrivate(), identity.chain()),
                ClientAuthentication.NO_CLIENT_CERT,
                null,
                null,
                TlsVersion.TLS12,
                TlsVersion.TLS13,
                List.of(),
                Order.SERVER,
                Set.of()));
    }

    private static WebConfiguration with(@Nullable ServerTls tls) {
        return new WebConfiguration(tls, true, Map.of(), Map.of(), null, List.of());
    }
}
