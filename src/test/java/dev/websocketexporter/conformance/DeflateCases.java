package dev.websocketexporter.conformance;

import static dev.websocketexporter.conformance.ConformanceCase.compressed;

import java.util.ArrayList;
import java.util.List;

/**
 * 12: compressed messages of different data; 13: with different parameters; P: with the parameters that a server may
 * choose for itself. Fewer messages than in the suite, which has 1,000 for each case.
 */
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
            whole(64),
            whole(256),
            whole(1024),
            whole(4096),
            whole(8192),
            whole(16384),
            whole(32768),
            whole(65536),
            whole(131072),
            new Size(8192, 256),
            new Size(16384, 256),
            new Size(32768, 256),
            new Size(65536, 256),
            new Size(131072, 256),
            new Size(131072, 1024),
            new Size(131072, 4096),
            new Size(131072, 32768));

    private static final List<Negotiation> PARAMETERS = List.of(
            Negotiation.wishing(""),
            Negotiation.wishing("client_no_context_takeover"),
            Negotiation.wishing("client_max_window_bits=9"),
            Negotiation.wishing("client_max_window_bits=15"),
            Negotiation.wishing("client_no_context_takeover; client_max_window_bits=9"),
            Negotiation.wishing("client_no_context_takeover; client_max_window_bits=15"),
            Negotiation.wishing(
                    "client_no_context_takeover; client_max_window_bits=9", "client_no_context_takeover", ""));

    private static final List<Negotiation> OF_THE_SERVER = List.of(
            Negotiation.wishing("server_no_context_takeover"),
            Negotiation.wishing("server_no_context_takeover; client_no_context_takeover"),
            Negotiation.wishing("server_max_window_bits=9"),
            Negotiation.wishing("server_max_window_bits=15; server_no_context_takeover"));

    private DeflateCases() {}

    private static Size whole(int bytes) {
        return new Size(bytes, Integer.MAX_VALUE);
    }

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Payloads payloads : Payloads.values()) {
            cases.addAll(group("12." + (payloads.ordinal() + 1), payloads, Negotiation.wishing("")));
        }
        cases.addAll(groups("13", PARAMETERS));
        cases.addAll(groups("P", OF_THE_SERVER));
        return cases;
    }

    private static List<ConformanceCase> groups(String category, List<Negotiation> negotiations) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int i = 0; i < negotiations.size(); i++) {
            cases.addAll(group(category + "." + (i + 1), Payloads.JSON, negotiations.get(i)));
        }
        return cases;
    }

    private static List<ConformanceCase> group(String group, Payloads payloads, Negotiation negotiation) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            Size size = SIZES.get(i);
            String what = negotiation + ", " + payloads.words() + ", " + size;
            cases.add(compressed(group + "." + (i + 1), what, negotiation, wire -> {
                for (int number = 0; number < size.messages(); number++) {
                    Message message = payloads.message(number, size.bytes());
                    wire.sendInFragments(size.fragment(), message);
                    wire.expect(message);
                }
                wire.closeNormally();
            }));
        }
        return cases;
    }
}
