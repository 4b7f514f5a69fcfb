package dev.websocketexporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterpolationTest {
    @Test
    void longerNamesAreNotTakenForShorterOnes() {
        Interpolation interpolation = new Interpolation(Map.of("__range", "1h", "__range_s", "3600", "job", "a"));

        assertThat(interpolation.apply("x{job=~\"$job\"}[$__range] / $__range_s + ${__range}"))
                .isEqualTo("x{job=~\"a\"}[1h] / 3600 + 1h");
    }

    @Test
    void urlsMatchThemselvesAlone() {
        assertThat(Interpolation.chosen(List.of("ws://a.example/?x=1"))).isEqualTo("ws://a\\\\.example/\\\\?x=1");
        assertThat(Interpolation.chosen(List.of("a", "b.c"))).isEqualTo("(a|b\\\\.c)");
    }

    @Test
    void variableWithoutValueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Interpolation(Map.of()).apply("up{job=~\"$job\"}"));
    }
}
