package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkLaneTest {
    /** What the pool has been given and does not run yet. */
    private final Deque<Runnable> pool = new ArrayDeque<>();

    private final List<Integer> ran = new ArrayList<>();

    @Test
    void poolIsGivenNoMoreAtOnceThanTheWidth() {
        WorkLane lane = lane(2, 5);
        assertThat(pool).hasSize(2);

        pool.removeFirst().run();

        assertThat(pool).hasSize(2);
        assertThat(ran).containsExactly(0);
        lane.execute(() -> ran.add(5));
        assertThat(pool).hasSize(2);
    }

    @Test
    void everyTaskRunsInTheOrderOfArrival() {
        WorkLane lane = lane(1, 5);
        runAll();
        lane.execute(() -> ran.add(5));
        runAll();

        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void taskThatThrowsMakesRoomForTheNext() {
        WorkLane lane = new WorkLane(pool::add, 1);
        lane.execute(() -> {
            throw new IllegalStateException("for a test");
        });
        lane.execute(() -> ran.add(1));

        assertThatThrownBy(pool.removeFirst()::run).hasMessage("for a test");
        runAll();

        assertThat(ran).containsExactly(1);
    }

    private WorkLane lane(int width, int tasks) {
        WorkLane lane = new WorkLane(pool::add, width);
        for (int i = 0; i < tasks; i++) {
            int number = i;
            lane.execute(() -> ran.add(number));
        }
        return lane;
    }

    private void runAll() {
        while (!pool.isEmpty()) {
            pool.removeFirst().run();
        }
    }
}
