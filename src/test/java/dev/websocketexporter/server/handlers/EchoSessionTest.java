package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

class EchoSessionTest {
    private final List<String> calls = new ArrayList<>();
    private final Alarm alarm = new Alarm();
    private final AtomicInteger ends = new AtomicInteger();
    private final EchoSession session =
            new EchoSession(ended -> ends.incrementAndGet(), alarm, EchoHandler.LONGEST_CONNECTION);

    @Test
    void connectionIsClosedAfterThirtySeconds() {
        session.onWebSocketOpen(recorder());
        assertThat(calls).containsExactly("demand[]");
        assertThat(alarm.delayMillis).isEqualTo(30_000);

        alarm.task.run();

        assertThat(calls).hasSize(2);
        assertThat(calls.get(1)).startsWith("close[1000, an echo connection lasts 30 s");
    }

    @Test
    void placeIsGivenBackOnceAndTheAlarmIsOff() {
        session.onWebSocketOpen(recorder());
        session.onWebSocketError(new IllegalStateException("broken"));
        session.onWebSocketClose(1006, "broken", Callback.NOOP);

        assertThat(ends).hasValue(1);
        assertThat(alarm.cancelled).isTrue();
    }

    private Session recorder() {
        return (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName() + Arrays.toString(arguments == null ? new Object[0] : arguments));
                    return null;
                });
    }

    private static final class Alarm extends AbstractLifeCycle implements Scheduler {
        Runnable task = () -> {};
        long delayMillis;
        boolean cancelled;

        @Override
        public Task schedule(Runnable toDo, long delay, TimeUnit unit) {
            task = toDo;
            delayMillis = unit.toMillis(delay);
            return () -> cancelled = true;
        }
    }
}
