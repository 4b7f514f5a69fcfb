package dev.websocketexporter.e2e;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server of {@code docs/servers.yml}, as it was measured.
 *
 * @param id unique; the name under which its fleet announces it
 * @param from where it was had from
 * @param tested {@code build}, {@code bench}, or the date on which it was measured
 * @param fleet the directory in {@code src/test/e2e/servers} that starts it
 * @param why why it is not played in the build; empty if it is
 * @param module the ready module that fits; empty: it has settings of its own
 * @param settings what stands under {@code websocket} of its own module
 * @param accept how it answers pings, as {@code heartbeat.accept} has it; {@link #NO_PING}: it must get none; {@link #CLOSES}: it
 *     closes by itself
 * @param target as a user writes it
 * @param words what is to be known of it, by the columns of the page
 * @param success what a good probe reports beside its success
 * @param broken what goes wrong with it in practice
 */
record ServerRow(
        String id,
        String name,
        String version,
        String group,
        String from,
        String tested,
        String fleet,
        String why,
        Optional<String> module,
        Map<String, Object> settings,
        String accept,
        String target,
        Map<String, String> words,
        Map<String, Object> success,
        List<Broken> broken) {
    static final String BUILD = "build";
    static final String BENCH = "bench";
    static final String NO_PING = "no_ping";
    /** Instead of keeping a connection open on which nothing is said. */
    static final String CLOSES = "closes";

    /** Those that {@link ReadyModulesE2eIT} plays, with whatever it needs. */
    static final String READY = "ready";

    boolean isPlayed() {
        return tested.equals(BUILD) || tested.equals(BENCH);
    }

    /** The name of the module that probes it. */
    String played() {
        return module.orElse("server-" + id);
    }

    /** The name of the module that keeps its connection open. */
    String open() {
        return "server-" + id + "-open";
    }

    /** The name of the module that probes it when something is wrong. */
    String played(Broken one) {
        return one.settings().isPresent() ? "server-" + id + "-" + broken.indexOf(one) : played();
    }

    /** So that a test names it. */
    @Override
    public String toString() {
        return name + " " + version;
    }

    /**
     * A variant that fails.
     *
     * @param at the name of another address that the fleet announces
     * @param path instead of that of the URL
     * @param settings instead of the row's
     * @param failure phase and reason
     * @param told what the detail says
     */
    record Broken(
            String what,
            Optional<String> at,
            Optional<String> path,
            Optional<Map<String, Object>> settings,
            String failure,
            List<String> told) {}
}
