package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What happens around the probes, one thing after the other: servers end and start again, their processes are killed,
 * secrets rotate, configurations are reloaded.
 */
final class SoakEvents {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHORTEST_AWAY_MILLIS = 300;
    private static final int LONGEST_AWAY_MILLIS = 1_500;

    private final SoakExporter exporter;
    private final SoakServers faults;
    private final SoakServers good;
    private final RotatingSecrets secrets;
    private final SoakLoad load;
    private final SoakHangUps hangUps;
    private final List<SoakState> states;
    private final Random random = new Random(7);
    private final Map<String, Integer> counts = new TreeMap<>();
    private int rotations;

    SoakEvents(
            SoakExporter exporter,
            SoakServers faults,
            SoakServers good,
            RotatingSecrets secrets,
            SoakLoad load,
            SoakHangUps hangUps) {
        this.exporter = exporter;
        this.faults = faults;
        this.good = good;
        this.secrets = secrets;
        this.load = load;
        this.hangUps = hangUps;
        this.states = new ArrayList<>(faults.states());
        states.addAll(good.states());
    }

    /** The events of that second since the beginning; there is nothing else than the second that they depend on. */
    void second(int number, int killEvery) throws IOException {
        if (number % 3 == 0) {
            restartOne();
        }
        if (number % 4 == 1) {
            rotate(RotatingSecrets.TARGETS.get(rotations++ % RotatingSecrets.TARGETS.size()));
        }
        if (number % 5 == 2) {
            exporter.reload();
            count("reloads");
        }
        if (number % 20 == 8) {
            exporter.hangUp();
            count("reloads by SIGHUP");
        }
        if (number % 20 == 18) {
            exporter.reloadMistake();
            count("refused reloads");
        }
        if (number % killEvery == killEvery / 6) {
            faults.killAll(away(), () -> {});
            count("kills of all servers that fail");
        }
        if (number % killEvery == killEvery * 2 / 3) {
            good.killAll(away(), this::tellSecrets);
            count("kills of all good servers");
        }
    }

    private void restartOne() throws IOException {
        SoakState state = states.get(random.nextInt(states.size()));
        (state.target().isGood() ? good : faults).restart(state, away());
        count("restarts of one server");
    }

    private Duration away() {
        return Duration.ofMillis(random.nextInt(SHORTEST_AWAY_MILLIS, LONGEST_AWAY_MILLIS));
    }

    /** What the good servers must know before they are relied on. */
    void tellSecrets() throws IOException {
        for (String target : RotatingSecrets.TARGETS) {
            good.tell("accept " + target + " " + secrets.current(target));
        }
    }

    /** The old secret is taken until every probe has ended that can have read it. */
    private void rotate(String target) throws IOException {
        String old = secrets.current(target);
        String fresh = secrets.next(target);
        good.tell("accept " + target + " " + old + " " + fresh);
        secrets.publish(target, fresh);
        long published = System.nanoTime();
        SoakTarget probed = good.states().stream()
                .map(SoakState::target)
                .filter(known -> known.name().equals(target))
                .findFirst()
                .orElseThrow();
        Conditions.await(
                PATIENCE,
                () -> load.isDoneUntil(probed, published) && hangUps.isDoneUntil(probed, published),
                () -> "probes of " + target + " do not end");
        good.tell("accept " + target + " " + fresh);
        count("rotations of a secret");
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** How often what has happened. */
    Map<String, Integer> counts() {
        return counts;
    }
}
