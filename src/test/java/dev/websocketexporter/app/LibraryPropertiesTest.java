package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibraryPropertiesTest {
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    private @Nullable String before;

    @BeforeEach
    void forget() {
        before = System.clearProperty(NETTY_EVENTS);
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(NETTY_EVENTS);
        } else {
            System.setProperty(NETTY_EVENTS, before);
        }
    }

    @Test
    void eventsOfNettyAreOffUnlessAskedFor() {
        LibraryProperties.setDefaults();
        assertThat(System.getProperty(NETTY_EVENTS)).isEqualTo("false");
    }

    @Test
    void whatTheUserSetsStays() {
        System.setProperty(NETTY_EVENTS, "true");
        LibraryProperties.setDefaults();
        assertThat(System.getProperty(NETTY_EVENTS)).isEqualTo("true");
    }
}
