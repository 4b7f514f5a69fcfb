package dev.websocketexporter.bench;

import java.util.Locale;

/** What is spoken with a target, and the key of its certificate. */
enum Scheme {
    WS("ws"),
    ECDSA("wss, ECDSA"),
    RSA("wss, RSA");

    private final String title;

    Scheme(String title) {
        this.title = title;
    }

    /** As tables show it. */
    String title() {
        return title;
    }

    boolean isSecure() {
        return this != WS;
    }

    /** As {@link TargetServers} names its port. */
    String portName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String urlScheme() {
        return isSecure() ? "wss" : "ws";
    }
}
