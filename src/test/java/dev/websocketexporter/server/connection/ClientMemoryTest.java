package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientMemoryTest {
    private final ClientMemory memory = new ClientMemory(1_000, Runnable::run);
    private final Client small = new Client();
    private final Client large = new Client();

    @Test
    void clientThatHoldsMostIsEndedWhenTheTotalIsUsedUp() {
        memory.hold(large, 600);
        memory.hold(small, 300);
        assertThat(large.isOpen()).isTrue();

        memory.hold(small, 200);

        assertThat(large.isOpen()).isFalse();
        assertThat(small.isOpen()).isTrue();
        assertThat(memory.used()).isEqualTo(500);
    }

    @Test
    void whatIsGivenBackMayBeHeldByOthers() {
        for (int i = 0; i < 10; i++) {
            memory.hold(large, 900);
            memory.release(large);
            memory.hold(small, 900);
            memory.release(small);
        }

        assertThat(large.isOpen()).isTrue();
        assertThat(small.isOpen()).isTrue();
        assertThat(memory.used()).isZero();
    }

    @Test
    void clientThatHasGoneHoldsNothing() {
        large.close();

        memory.hold(large, 900);

        assertThat(memory.used()).isZero();
    }

    private static final class Client implements ClientMemory.Holder {
        private boolean open = true;

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
