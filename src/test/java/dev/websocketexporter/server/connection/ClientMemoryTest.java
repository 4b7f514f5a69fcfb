package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientMemoryTest {
    private static final int MOST = 1_000;

    private final ClientMemory memory = new ClientMemory(MOST, Runnable::run);
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
            memory.release(large, 900);
            memory.hold(small, 900);
            memory.release(small, 900);
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

    /** As with HTTP/2, where each of a connection's requests holds a little. */
    @Test
    void whatAConnectionHoldsForSeveralPurposesCountsTogether() {
        List<HeldBytes> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HeldBytes request = new HeldBytes(memory, large);
            request.hold(100);
            requests.add(request);
        }
        memory.hold(small, 300);

        memory.hold(new Client(), 250);

        assertThat(small.isOpen()).isTrue();
        assertThat(large.isOpen()).isFalse();
        assertThat(memory.used()).as("what the others hold").isEqualTo(550);
        requests.forEach(HeldBytes::release);
        assertThat(memory.used()).as("what was released with its connection").isEqualTo(550);
    }

    @Test
    void purposeReleasesWhatIsItsOwn() {
        HeldBytes head = new HeldBytes(memory, large);
        HeldBytes answer = new HeldBytes(memory, large);
        head.hold(100);
        answer.hold(200);
        answer.hold(50);

        answer.release();
        answer.release();

        assertThat(memory.used()).isEqualTo(100);
    }

    @Test
    void clientsThatWantAllGetEqualSharesOfOneHalf() {
        takeAll(large);
        assertThat(memory.used()).isEqualTo(500);
        takeAll(small);
        assertThat(memory.used()).isEqualTo(750);
        memory.release(large, 300);

        takeAll(large);

        assertThat(memory.used()).as("250 each").isEqualTo(500);
    }

    /** Who took more when there was nobody else has no right to it. */
    @Test
    void clientThatComesLateHasItsShareTooAndTheLargestGoes() {
        takeAll(large);
        takeAll(small);
        Client third = new Client();
        memory.hold(third, 100);
        memory.hold(new Client(), 100);

        takeAll(third);

        assertThat(List.of(large, small, third)).extracting(Client::isOpen).containsExactly(true, true, true);
        memory.hold(third, 50);
        assertThat(large.isOpen()).isFalse();
        assertThat(third.isOpen()).isTrue();
    }

    @Test
    void clientThatHoldsLittleHasRoomWhateverOthersHold() {
        memory.hold(large, 600);

        assertThat(memory.hasRoomFor(large, 0, 300)).isFalse();
        assertThat(memory.hasRoomFor(small, 0, 300)).isTrue();
        memory.hold(small, 299);
        assertThat(memory.hasRoomFor(small, 0, 300)).isTrue();
        memory.hold(small, 1);
        assertThat(memory.hasRoomFor(small, 0, 300)).isFalse();
    }

    /** At its turn, it is asked again. */
    @Test
    void requestThatIsCountedHasRoomAsLongAsTheOthersOfItsClientHoldLessThanAShare() {
        memory.hold(small, 1);
        memory.hold(large, 300);

        assertThat(memory.hasRoomFor(large, 50, 20)).isFalse();
        assertThat(memory.hasRoomFor(large, 51, 20)).isTrue();
    }

    private void takeAll(Client client) {
        for (int bytes = 0; bytes < MOST && memory.hasRoomFor(client, 0, 1); bytes++) {
            memory.hold(client, 1);
        }
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
