package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkLaneTest {
    private static final Object CLIENT = new Object();
    private static final Object OTHER = new Object();
    private static final Object THIRD = new Object();

    /** What the pool has been given and does not run yet. */
    private final Deque<Runnable> pool = new ArrayDeque<>();

    private final AtomicLong now = new AtomicLong();
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void poolIsGivenNoMoreAtOnceThanTheWidth() {
        WorkLane lane = lane(2, 5);
        assertThat(pool).hasSize(2);

        pool.removeFirst().run();

        assertThat(pool).hasSize(2);
        assertThat(ran).containsExactly(0);
        lane.execute(CLIENT, () -> ran.add(5));
        assertThat(pool).hasSize(2);
    }

    @Test
    void tasksOfAClientRunInTheOrderOfArrival() {
        WorkLane lane = lane(1, 5);
        runAll();
        lane.execute(CLIENT, () -> ran.add(5));
        runAll();

        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void taskThatThrowsMakesRoomForTheNext() {
        WorkLane lane = new WorkLane(pool::add, 1, now::get);
        lane.execute(CLIENT, () -> {
            throw new IllegalStateException("for a test");
        });
        lane.execute(CLIENT, () -> ran.add(1));

        assertThatThrownBy(pool.removeFirst()::run).hasMessage("for a test");
        runAll();

        assertThat(ran).containsExactly(1);
    }

    @Test
    void clientWithManyTasksLetsOthersHaveTheirTurn() {
        WorkLane lane = lane(1, 5);
        lane.execute(OTHER, () -> ran.add(10));
        lane.execute(OTHER, () -> ran.add(11));
        lane.execute(THIRD, () -> ran.add(20));
        runAll();

        // 0 ran at once, and 1 was the first that waited.
        assertThat(ran).containsExactly(0, 1, 10, 20, 2, 11, 3, 4);
    }

    @Test
    void clientWhoseTasksAreQuickHasMoreTurnsThanOneWhoseTasksAreNot() {
        WorkLane lane = new WorkLane(pool::add, 1, now::get);
        for (int i = 0; i < 4; i++) {
            int number = i;
            lane.execute(CLIENT, () -> {
                ran.add(number);
                now.addAndGet(100);
            });
        }
        for (int i = 10; i < 15; i++) {
            int number = i;
            lane.execute(OTHER, () -> {
                ran.add(number);
                now.addAndGet(10);
            });
        }
        runAll();

        assertThat(ran).containsExactly(0, 10, 11, 12, 13, 14, 1, 2, 3);
    }

    /** Each of many has only one task, and they never cease to come. */
    @Test
    void clientWithManyTasksIsNotKeptOutByThoseThatAlwaysComeAnew() {
        WorkLane lane = new WorkLane(pool::add, 1, now::get);
        for (int i = 0; i < 3; i++) {
            int number = i;
            lane.execute(CLIENT, () -> {
                ran.add(number);
                now.addAndGet(10);
            });
        }
        for (int i = 0; i < 16; i++) {
            lane.execute(new Object(), () -> now.addAndGet(10));
            pool.removeFirst().run();
        }

        assertThat(ran).contains(0, 1, 2);
    }

    @Test
    void clientThatComesAgainAfterItsTurnWaitsForTheOthers() {
        WorkLane lane = lane(1, 3);
        lane.execute(OTHER, () -> {
            ran.add(10);
            lane.execute(OTHER, () -> ran.add(11));
        });
        lane.execute(THIRD, () -> ran.add(20));
        runAll();

        assertThat(ran).containsExactly(0, 1, 10, 20, 2, 11);
    }

    @Test
    void taskThatWasDroppedDoesNotRunAndTakesNoTurn() {
        WorkLane lane = lane(1, 2);
        Runnable dropped = () -> ran.add(10);
        lane.execute(OTHER, dropped);
        lane.execute(OTHER, () -> ran.add(11));
        Runnable alone = () -> ran.add(20);
        lane.execute(THIRD, alone);

        assertThat(lane.drop(OTHER, dropped)).isTrue();
        assertThat(lane.drop(THIRD, alone)).isTrue();
        runAll();

        assertThat(ran).containsExactly(0, 1, 11);
    }

    @Test
    void taskThatHasBegunCannotBeDropped() {
        WorkLane lane = lane(1, 1);
        Runnable task = () -> ran.add(1);
        lane.execute(CLIENT, task);
        runAll();

        assertThat(lane.drop(CLIENT, task)).isFalse();
        assertThat(ran).containsExactly(0, 1);
    }

    private WorkLane lane(int width, int tasks) {
        WorkLane lane = new WorkLane(pool::add, width, now::get);
        for (int i = 0; i < tasks; i++) {
            int number = i;
            lane.execute(CLIENT, () -> ran.add(number));
        }
        return lane;
    }

    private void runAll() {
        while (!pool.isEmpty()) {
            pool.removeFirst().run();
        }
    }
}
