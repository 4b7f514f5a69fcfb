package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the exporter offers of permessage-deflate, and what a server may answer (RFC 7692 §7.1). The offer is that of
 * browsers: without {@code client_max_window_bits} in it, a server that has memory for a small window only declines.
 */
public final class DeflateNegotiation {
    public static final String NAME = "permessage-deflate";

    /** The server may name a window; without a value, any that it likes (RFC 7692 §7.1.2.2). */
    public static final String OFFER = NAME + "; client_max_window_bits";

    private static final String SERVER_FORGETS = "server_no_context_takeover";
    private static final String CLIENT_FORGETS = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";

    /** RFC 7692 §7.1.2: 8 to 15, without leading zeros. */
    private static final Pattern WINDOW_BITS = Pattern.compile("[89]|1[0-5]");

    private DeflateNegotiation() {}

    /**
     * What the extensions that a server selected make of an offer.
     *
     * @throws Extension.MalformedException when they are no valid answer to it; the message says why
     */
    public static AgreedCompression agreed(List<String> fields) throws Extension.MalformedException {
        AgreedCompression agreed = AgreedCompression.NONE;
        for (Extension extension : Extension.parse(fields)) {
            if (!extension.name().equals(NAME)) {
                throw new Extension.MalformedException("another extension");
            }
            if (agreed.isOn()) {
                throw new Extension.MalformedException(NAME + " is there twice");
            }
            check(extension.parameters());
            agreed = new AgreedCompression(
                    true,
                    !extension.parameters().containsKey(SERVER_FORGETS),
                    !extension.parameters().containsKey(CLIENT_FORGETS),
                    clientWindowBits(extension.parameters()));
        }
        return agreed;
    }

    private static int clientWindowBits(Map<String, Optional<String>> parameters) {
        return parameters
                .getOrDefault(CLIENT_WINDOW, Optional.empty())
                .map(Integer::parseInt)
                .orElse(AgreedCompression.FULL_WINDOW_BITS);
    }

    private static void check(Map<String, Optional<String>> parameters) throws Extension.MalformedException {
        for (Map.Entry<String, Optional<String>> parameter : parameters.entrySet()) {
            Optional<String> value = parameter.getValue();
            boolean right = switch (parameter.getKey()) {
                case SERVER_FORGETS, CLIENT_FORGETS -> value.isEmpty();
                case SERVER_WINDOW, CLIENT_WINDOW ->
                    value.filter(bits -> WINDOW_BITS.matcher(bits).matches()).isPresent();
                default -> false;
            };
            if (!right) {
                throw new Extension.MalformedException("the parameter " + parameter.getKey()
                        + value.map(text -> "=" + text).orElse("") + " is no answer to the offer");
            }
        }
    }
}
