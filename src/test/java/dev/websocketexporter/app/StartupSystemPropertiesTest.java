package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupSystemPropertiesTest {
    @ParameterizedTest
    @CsvSource({
        "io.netty.jfr.enabled, false, true",
        "io.netty.machineId, 02:00:00:00:00:01, 02:00:00:00:00:02",
        "io.netty.leakDetection.level, disabled, simple",
        "org.eclipse.jetty.util.referencesPerCacheLine, 16, 8",
    })
    void workThatNobodyAskedForIsSparedUnlessTheUserSaysOtherwise(String property, String spared, String asked) {
        assertThat(afterDefaults(property, null)).isEqualTo(spared);
        assertThat(afterDefaults(property, asked)).isEqualTo(asked);
    }

    private static @Nullable String afterDefaults(String property, @Nullable String given) {
        String before = System.getProperty(property);
        try {
            set(property, given);
            StartupSystemProperties.setDefaults();
            return System.getProperty(property);
        } finally {
            set(property, before);
        }
    }

    private static void set(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }
}
