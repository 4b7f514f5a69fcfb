package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.compressed;

import java.util.ArrayList;
import java.util.List;

/** P: the parameters of permessage-deflate that a server may choose for itself, or after the exporter's offer. */
final class DeflateCases {
    private static final int MOST_MESSAGES = 25;

    /** What a case sends in all at most, unless two messages are more. */
    private static final int BYTES_A_CASE = 256 * 1024;

    /**
     * Messages of one size.
     *
     * @param fragment the most octets in a frame
     */
    private record Size(int bytes, int fragment) {
        int messages() {
            return Math.max(2, Math.min(MOST_MESSAGES, BYTES_A_CASE / bytes));
        }

        @Override
        public String toString() {
            return messages() + " messages of " + bytes + " bytes"
                    + (fragment == Integer.MAX_VALUE ? "" : " in fragments of " + fragment);
        }
    }

    private static final List<Size> SIZES = List.of(
            whole(16),
            whole(256),
            whole(4096),
            whole(65536),
            whole(131072),
            new Size(8192, 256),
            new Size(65536, 256),
            new Size(131072, 4096));

    private static final List<Negotiation> PARAMETERS = List.of(
            Negotiation.wishing("server_no_context_takeover"),
            Negotiation.wishing("server_no_context_takeover; client_no_context_takeover"),
            Negotiation.wishing("server_max_window_bits=9"),
            Negotiation.wishing("server_max_window_bits=15; server_no_context_takeover"),
            Negotiation.wishing("client_no_context_takeover"),
            Negotiation.wishing("client_max_window_bits=8"),
            Negotiation.wishing("client_no_context_takeover; client_max_window_bits=12; server_max_window_bits=12"));

    private DeflateCases() {}

    private static Size whole(int bytes) {
        return new Size(bytes, Integer.MAX_VALUE);
    }

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int i = 0; i < PARAMETERS.size(); i++) {
            cases.addAll(group("P." + (i + 1), PARAMETERS.get(i)));
        }
        return cases;
    }

    private static List<ConformanceCase> group(String group, Negotiation negotiation) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            Size size = SIZES.get(i);
            cases.add(compressed(group + "." + (i + 1), negotiation + ", " + size, negotiation, wire -> {
                for (int number = 0; number < size.messages(); number++) {
                    Message message = JsonMessages.message(number, size.bytes());
                    wire.sendInFragments(size.fragment(), message);
                    wire.expect(message);
                }
                wire.closeNormally();
            }));
        }
        return cases;
    }
}
