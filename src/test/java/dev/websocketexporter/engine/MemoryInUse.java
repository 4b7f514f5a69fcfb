package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;

/** How much memory is held. */
final class MemoryInUse {
    /** What the allocator may keep in hand, for all loops that there are. */
    private static final long MOST_DIRECT_BYTES = 64L << 20;

    private MemoryInUse() {}

    /** What the buffers of all connections, and those that wait to be used again, take outside of the heap. */
    static long directBytes() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    static void assertDirectMemoryIsBounded() {
        assertThat(directBytes()).as("direct memory in use").isLessThan(MOST_DIRECT_BYTES);
    }

    /** What is reachable in the heap. */
    static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
