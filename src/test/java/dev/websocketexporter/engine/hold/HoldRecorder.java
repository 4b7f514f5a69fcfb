package dev.websocketexporter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.testkit.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Remembers what a held connection reports, in its order; any thread may ask. */
public class HoldRecorder implements HoldListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A message that was reported. */
    public record Reported(Type type, int bytes, boolean counts, long sequence, long lagNanos, long tick) {}

    /** A pong that was reported. */
    public record Pong(long roundTripNanos, long tick) {}

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Reported> messages = new CopyOnWriteArrayList<>();
    private final List<Pong> pongs = new CopyOnWriteArrayList<>();
    private final List<Long> controlFrames = new CopyOnWriteArrayList<>();
    private volatile @Nullable ProbeResult result;
    private volatile @Nullable HoldEnd end;
    private volatile long openedAt;
    private volatile @Nullable String breaksOn;

    @Override
    public void opened(ProbeResult shown, long tick) {
        result = shown;
        openedAt = tick;
        events.add("opened");
    }

    @Override
    public void failed(ProbeResult shown, long tick) {
        result = shown;
        events.add("failed");
    }

    @Override
    public void message(Type type, int bytes, boolean counts, long sequence, long lagNanos, long tick) {
        messages.add(new Reported(type, bytes, counts, sequence, lagNanos, tick));
        String event = "message " + type + " " + bytes;
        events.add(event);
        if (event.equals(breaksOn)) {
            throw new IllegalStateException("of a test");
        }
    }

    /** From now on it throws when it has noted that event. */
    void breakOn(String event) {
        breaksOn = event;
    }

    @Override
    public void arrived(String text, long tick) {
        events.add("arrived " + text);
    }

    @Override
    public void sent(Type type, int bytes, long tick) {
        events.add("sent " + type + " " + bytes);
    }

    @Override
    public void pong(long roundTripNanos, long tick) {
        pongs.add(new Pong(roundTripNanos, tick));
        events.add("pong");
    }

    @Override
    public void controlFrame(long tick) {
        controlFrames.add(tick);
    }

    @Override
    public void pongMissed(int inARow, long tick) {
        events.add("missed " + inARow);
    }

    @Override
    public void ended(HoldEnd how) {
        events.add("ended " + how.cause().label() + " " + how.code());
        // Last, since who waits for it looks at the events.
        end = how;
    }

    public List<String> events() {
        return events;
    }

    public List<Reported> messages() {
        return messages;
    }

    public List<Pong> pongs() {
        return pongs;
    }

    /** When the server pinged, or sent a pong that answers nothing. */
    public List<Long> controlFrames() {
        return controlFrames;
    }

    public long openedAt() {
        return openedAt;
    }

    public ProbeResult result() {
        return Objects.requireNonNull(result);
    }

    public HoldEnd end() {
        until(() -> end != null);
        return Objects.requireNonNull(end);
    }

    /** Waits for an event. */
    public HoldRecorder until(String event) {
        return until(() -> events.contains(event));
    }

    /** Waits for so many messages. */
    public HoldRecorder untilMessages(int count) {
        return until(() -> messages.size() >= count);
    }

    public HoldRecorder until(BooleanSupplier condition) {
        Conditions.await(PATIENCE, condition, () -> "seen: " + events + " " + end);
        return this;
    }

    /** Waits for the end, which must have this cause and code and be the last. */
    public HoldEnd endedAs(String cause, @Nullable Integer code) {
        until(() -> end != null || events.contains("failed"));
        assertThat(events).as("%s", end).last().isEqualTo("ended " + cause + " " + code);
        return end();
    }
}
