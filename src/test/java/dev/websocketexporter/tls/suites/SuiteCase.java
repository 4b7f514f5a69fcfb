package dev.websocketexporter.tls.suites;

import java.util.Set;
import java.util.function.Supplier;

/**
 * A case of a suite.
 *
 * @param id as the suite names it, parts separated by {@code ::}
 * @param tags what the suite says of it; the rules may ask for them
 * @param acceptable whether the suite demands that it is accepted; else it demands that it is refused
 * @param judge asks the exporter; may be asked several times
 */
record SuiteCase(String id, Set<String> tags, boolean acceptable, Supplier<Verdict> judge) {
    SuiteCase {
        tags = Set.copyOf(tags);
    }
}
