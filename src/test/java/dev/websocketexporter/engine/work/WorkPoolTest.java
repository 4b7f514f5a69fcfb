package dev.websocketexporter.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ExecutorFigures;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.testkit.Conditions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool bounds, and what it does with work that nobody needs any more. */
@Timeout(30)
class WorkPoolTest {
    private final AtomicLong now = new AtomicLong();
    private final CountDownLatch free = new CountDownLatch(1);
    private final WorkPool pool = new WorkPool(ExporterLimit.MATCHING, new WorkPool.Size(2, 1, 0), now::get);

    @AfterEach
    void end() {
        free.countDown();
        pool.close();
    }

    @Test
    void whatFindsNeitherAThreadNorAPlaceInTheQueueIsRejected() throws Exception {
        occupy();
        assertThat(pool.offer(() -> {})).isNotNull();

        assertThat(pool.offer(() -> {})).isNull();

        assertThat(pool.figures()).isEqualTo(new ExecutorFigures("matching", 2, 2, 1, 1, 0));
        assertThat(pool.words()).isEqualTo("matching (2 of 2 threads are busy, 1 tasks wait)");
    }

    @Test
    void taskThatIsCancelledBeforeItsTurnIsNeverRunAndItsPlaceIsFree() throws Exception {
        occupy();
        AtomicBoolean ran = new AtomicBoolean();
        Ticket ticket = pool.offer(() -> ran.set(true));
        assertThat(ticket).isNotNull();
        assertThat(ticket.isWaiting()).isTrue();

        ticket.cancel();
        ticket.cancel();

        assertThat(ticket.isWaiting()).isFalse();
        assertThat(pool.figures()).isEqualTo(new ExecutorFigures("matching", 2, 2, 0, 0, 1));
        CountDownLatch next = new CountDownLatch(1);
        assertThat(pool.offer(next::countDown)).as("the place").isNotNull();
        free.countDown();
        next.await();
        assertThat(ran).isFalse();
    }

    @Test
    void taskThatRunsIsInterruptedWhenItIsCancelledAndTheNextOneIsNot() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        WorkPool one = new WorkPool(ExporterLimit.MATCHING, new WorkPool.Size(1, 1, 0), now::get);
        Ticket ticket = one.offer(() -> {
            runs.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted.countDown();
            }
        });
        assertThat(ticket).isNotNull();
        runs.await();
        AtomicBoolean alsoNext = new AtomicBoolean();
        CountDownLatch next = new CountDownLatch(1);
        one.offer(() -> {
            alsoNext.set(Thread.currentThread().isInterrupted());
            next.countDown();
        });

        ticket.cancel();

        interrupted.await();
        next.await();
        assertThat(alsoNext).isFalse();
        ticket.cancel();
        assertThat(one.figures().skipped()).isZero();
        one.close();
    }

    @Test
    void threadsAreUsedAgain() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 10; i++) {
            AtomicBoolean done = new AtomicBoolean();
            pool.offer(() -> {
                names.add(Thread.currentThread().getName());
                done.set(true);
            });
            await(() -> done.get() && pool.figures().active() == 0);
        }
        assertThat(names).isSubsetOf("matching-1", "matching-2");
    }

    @Test
    void threadsBeyondTheFirstTwoEndWhenTheyAreIdle() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        WorkPool wide = new WorkPool(ExporterLimit.MATCHING, new WorkPool.Size(5, 1, 0), now::get);
        CountDownLatch busy = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            wide.offer(() -> {
                threads.add(Thread.currentThread());
                busy.countDown();
                hang();
            });
        }
        busy.await();
        free.countDown();
        await(() -> threads.stream().filter(Thread::isAlive).count() == 2);
        assertThat(wide.figures().active()).isZero();
        wide.close();
        await(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void taskThatBreaksTakesNoThreadWithIt() throws Exception {
        AtomicInteger caught = new AtomicInteger();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> caught.incrementAndGet());
        try {
            pool.offer(() -> {
                throw new IllegalStateException("on purpose");
            });
            await(() -> caught.get() == 1 && pool.figures().active() == 0);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        occupy();
        assertThat(pool.figures().active()).isEqualTo(2);
    }

    @Test
    void waitIsTheTimeBetweenTheOfferAndTheThread() throws Exception {
        occupy();
        AtomicLong waited = new AtomicLong(-1);
        pool.watchWaits(wait -> waited.set(wait.toMillis()));
        pool.offer(() -> {});
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        free.countDown();
        await(() -> waited.get() == 3_000);
    }

    @Test
    void reserveWithoutAQueueIsFullWithoutBeingCountedAsARejection() throws Exception {
        WorkPool reserve = new WorkPool(ExporterLimit.MATCHING, new WorkPool.Size(1, 0, 0), now::get);
        reserve.offer(this::hang);
        await(() -> reserve.figures().active() == 1);
        assertThat(reserve.offer(() -> {})).isNull();
        assertThat(reserve.figures().rejected()).isZero();
        free.countDown();
        await(() -> reserve.figures().active() == 0);
        assertThat(reserve.offer(() -> {})).isNotNull();
        reserve.close();
    }

    private void occupy() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            pool.offer(() -> {
                busy.countDown();
                hang();
            });
        }
        busy.await();
    }

    private static void await(BooleanSupplier condition) {
        Conditions.await(Duration.ofSeconds(20), condition, () -> "the pool has not come to it");
    }

    private void hang() {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
