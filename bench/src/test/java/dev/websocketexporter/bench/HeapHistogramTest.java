package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapHistogramTest {
    private static HeapHistogram histogram(int strings, int probes) {
        return HeapHistogram.parse("4711:\n num     #instances         #bytes  class name (module)\n"
                + "-------------------------------------------------------\n"
                + "   1:         12345        " + strings + "  java.lang.String (java.base@25)\n"
                + "   2:            17        " + probes + "  dev.websocketexporter.Probe\n"
                + "Total         12362        " + (strings + probes) + "\n");
    }

    @Test
    void allClassesCount() {
        assertThat(histogram(1 << 20, 1 << 19).mebibytes()).isEqualTo(1.5);
    }

    @Test
    void whatGrewMostIsToldFirst() {
        assertThat(histogram(1_500, 9_000).growthSince(histogram(1_000, 2_000)))
                .containsExactly("+7,000 bytes of dev.websocketexporter.Probe", "+500 bytes of java.lang.String");
    }
}
