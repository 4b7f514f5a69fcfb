package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.report.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is tried after the base.
 *
 * @param tried in this order
 * @param leftOut the names of those that would fail as the base did, which did not get so far
 */
public record Variations(List<Variation> tried, List<String> leftOut) {
    /** Of all probes of a diagnosis, the base and its repetition among them. */
    public static final int MOST_PROBES = 20;

    public Variations {
        tried = List.copyOf(tried);
        leftOut = List.copyOf(leftOut);
        if (tried.size() > MOST_PROBES - 2) {
            throw new IllegalArgumentException("tried: " + tried.size() + " (expected: at most " + (MOST_PROBES - 2)
                    + ", besides the base and its repetition)");
        }
    }

    /**
     * Those that can make a difference to the base.
     *
     * @param environment the proxies of the environment
     */
    public static Variations of(ProbeResult base, ProxyEnvironment environment) {
        List<Variation> all = new ArrayList<>(RequestVariations.of(base));
        all.addAll(RouteVariations.of(base, environment));
        List<Variation> tried = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Variation variation : all) {
            if (canMatter(variation.change(), base.failure())) {
                tried.add(variation);
            } else {
                leftOut.add(variation.name());
            }
        }
        return new Variations(tried, leftOut);
    }

    private static boolean canMatter(Change change, @Nullable Failure failure) {
        if (failure == null) {
            return true;
        }
        return !Failures.isOfThisSide(failure) && change.earliest().compareTo(failure.phase()) <= 0;
    }

    /** The names of those that Ctrl-C came before. */
    List<String> cutOff(Diagnosis diagnosis) {
        List<Variation> made = diagnosis.trials().stream().map(Trial::variation).toList();
        return tried.stream()
                .filter(variation -> !made.contains(variation))
                .map(Variation::name)
                .toList();
    }

    /** The base as it is, for a second time. */
    public static Variation again(ProbeResult base) {
        return new Variation(Change.NOTHING, "unchanged, again", base.request().module());
    }
}
