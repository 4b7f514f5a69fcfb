package dev.websocketexporter.conformance;

import java.io.IOException;
import java.util.List;

/**
 * One case: what the server does, and how the client has to answer.
 *
 * @param id in the numbering of the Autobahn test suite; those that begin with a letter are our own
 * @param what it is about
 * @param negotiation how the server answers an offer of compression; none: the client makes no offer
 */
public record ConformanceCase(String id, String what, List<Negotiation> negotiation, Scenario scenario) {
    /** What happens after the upgrade; throws an AssertionError where the client is wrong. */
    @FunctionalInterface
    interface Scenario {
        void play(Dialogue dialogue) throws IOException;
    }

    public ConformanceCase {
        negotiation = List.copyOf(negotiation);
    }

    static ConformanceCase plain(String id, String what, Scenario scenario) {
        return new ConformanceCase(id, what, List.of(), scenario);
    }

    static ConformanceCase compressed(String id, String what, Negotiation negotiation, Scenario scenario) {
        return new ConformanceCase(id, what, List.of(negotiation), scenario);
    }

    EchoClient.Offer offer() {
        return negotiation.isEmpty() ? EchoClient.Offer.NOTHING : EchoClient.Offer.COMPRESSION;
    }

    @Override
    public String toString() {
        return id + " " + what;
    }
}
