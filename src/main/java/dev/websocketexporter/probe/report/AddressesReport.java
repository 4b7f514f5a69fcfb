package dev.websocketexporter.probe.report;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every address of a name, each probed by itself.
 *
 * @param found how many addresses the name has, of the families that are wanted
 * @param verdicts of those that were probed, in the order of the name servers' answer
 */
public record AddressesReport(int found, List<Verdict> verdicts) {
    public AddressesReport {
        verdicts = List.copyOf(verdicts);
    }

    /**
     * What became of one address.
     *
     * @param duration from the start of its own probe to its result
     * @param failure absent: it succeeded
     */
    public record Verdict(
            InetAddress address,
            Duration duration,
            @Nullable Failure failure) {
        public boolean successful() {
            return failure == null;
        }
    }
}
