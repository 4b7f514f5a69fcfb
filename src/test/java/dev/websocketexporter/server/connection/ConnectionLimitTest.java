package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimitTest {
    /** A limit of file descriptors of a million is what containers often have. */
    @ParameterizedTest
    @CsvSource({"96,1000000,8192", "96,5000,5000", "4096,1000000,349525", "0,100,2"})
    void thereAreNoMoreConnectionsThanTheHeapHasRoomFor(long heapMib, int wanted, int most) {
        assertThat(ConnectionLimit.within(heapMib * 1024 * 1024, wanted)).isEqualTo(most);
    }
}
