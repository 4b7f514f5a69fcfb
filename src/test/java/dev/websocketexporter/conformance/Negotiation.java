package dev.websocketexporter.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the server answers an offer of permessage-deflate: with its wish if RFC 7692 allows that after the offer, or else
 * by declining.
 */
record Negotiation(Agreement wish) {
    private static final String NAME = "permessage-deflate";

    /**
     * RFC 7692 §7.1.2.2: this one stands in a response only when it stood in the offer. The other parameters may stand
     * there unasked (§7.1.1.1, §7.1.1.2, §7.1.2.1).
     */
    private static final String NEEDS_OFFER = "client_max_window_bits";

    /** The parameters between semicolons; an empty text wishes for nothing but compression. */
    static Negotiation wishing(String parameters) {
        return new Negotiation(Agreement.parse(parameters));
    }

    /**
     * What the server selects; empty when it declines.
     *
     * @param offers the values of the request's extension fields
     */
    Optional<Agreement> answer(List<String> offers) {
        List<Agreement> offered = offers.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(offer -> offer.equals(NAME) || offer.startsWith(NAME + ";"))
                .map(offer -> Agreement.parse(offer.substring(NAME.length())))
                .toList();
        if (offered.isEmpty()) {
            throw new AssertionError("the client offered no " + NAME + ": " + offers);
        }
        return offered.stream().anyMatch(this::mayAnswer) ? Optional.of(wish) : Optional.empty();
    }

    private boolean mayAnswer(Agreement offer) {
        return !wish.has(NEEDS_OFFER) || offer.has(NEEDS_OFFER);
    }

    @Override
    public String toString() {
        return wish.header();
    }

    /** The parameters of permessage-deflate that both sides keep to. */
    record Agreement(List<String> parameters) {
        private static final int USUAL_WINDOW_BITS = 15;

        Agreement {
            parameters = List.copyOf(parameters);
        }

        static Agreement parse(String parameters) {
            return new Agreement(Arrays.stream(parameters.split(";"))
                    .map(String::strip)
                    .filter(parameter -> !parameter.isEmpty())
                    .toList());
        }

        boolean has(String name) {
            return parameters.stream()
                    .anyMatch(parameter -> parameter.equals(name) || parameter.startsWith(name + "="));
        }

        /** How far back the server's compression may point, in bytes. */
        int serverWindow() {
            int bits = parameters.stream()
                    .filter(parameter -> parameter.startsWith("server_max_window_bits="))
                    .map(parameter -> Integer.parseInt(parameter.substring(parameter.indexOf('=') + 1)))
                    .findFirst()
                    .orElse(USUAL_WINDOW_BITS);
            return 1 << bits;
        }

        /** The value of the response's extension field. */
        String header() {
            return NAME
                    + String.join(
                            "",
                            parameters.stream()
                                    .map(parameter -> "; " + parameter)
                                    .toList());
        }
    }
}
