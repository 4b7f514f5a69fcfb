package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.report.Phase;
import java.util.Locale;

/** The one thing that a variation has otherwise than the base, in the order in which they are tried. */
public enum Change {
    OWN_ORIGIN(Phase.UPGRADE),
    NO_ORIGIN(Phase.UPGRADE),
    NO_EXTENSIONS(Phase.UPGRADE),
    DEFLATE(Phase.UPGRADE),
    /** One subprotocol alone: of several, or one that the answer to the base names. */
    ONE_SUBPROTOCOL(Phase.UPGRADE),
    NO_SUBPROTOCOL(Phase.UPGRADE),
    WELL_KNOWN_SUBPROTOCOLS(Phase.UPGRADE),
    /** An ordinary request; its answer is a success whatever the status. */
    PLAIN_GET(Phase.UPGRADE),
    /** By ALPN, if there is TLS. */
    HTTP_2(Phase.TLS),
    HTTP_1_1(Phase.TLS),
    /** Each of several, in one probe that dials them at the same time. */
    EACH_ADDRESS(Phase.CONNECT),
    IP4_ONLY(Phase.RESOLVE),
    IP6_ONLY(Phase.RESOLVE),
    TLS_1_2_ONLY(Phase.TLS),
    NO_VERIFICATION(Phase.TLS),
    VERIFICATION(Phase.TLS),
    /** And no verification, since the certificate is what is looked at. */
    NO_SERVER_NAME(Phase.TLS),
    NO_PROXY(Phase.RESOLVE),
    PROXY(Phase.RESOLVE),
    /** The base once more, to see whether it always ends as it did. */
    NOTHING(Phase.RESOLVE);

    private final Phase earliest;
    private final String label;

    Change(Phase earliest) {
        this.earliest = earliest;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The first phase that it is about: a probe that failed before it fails so with it too. */
    Phase earliest() {
        return earliest;
    }

    /** The word for scripts. */
    public String label() {
        return label;
    }
}
