package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.HeaderRule;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what counts as a success. */
final class VerdictReader {
    private VerdictReader() {}

    static SuccessCriteria read(BlockReader websocket, List<String> subprotocols) {
        boolean requireSubprotocol = websocket.orDefault(VerdictKeys.REQUIRE_SUBPROTOCOL);
        if (requireSubprotocol && subprotocols.isEmpty()) {
            websocket.mistake(
                    VerdictKeys.REQUIRE_SUBPROTOCOL,
                    "requires one of no subprotocols (expected: subprotocols with at least one entry)");
        }
        List<HeaderRule> rules = Stream.concat(
                        websocket.orDefault(VerdictKeys.FAIL_IF_HEADER_MATCHES).stream(),
                        websocket.orDefault(VerdictKeys.FAIL_IF_HEADER_NOT_MATCHES).stream())
                .toList();
        return new SuccessCriteria(
                Set.copyOf(websocket.orDefault(VerdictKeys.VALID_STATUS_CODES)),
                tlsDemand(websocket),
                rules,
                requireSubprotocol);
    }

    private static TlsDemand tlsDemand(BlockReader websocket) {
        boolean forbidden = websocket.orDefault(VerdictKeys.FAIL_IF_SSL);
        boolean required = websocket.orDefault(VerdictKeys.FAIL_IF_NOT_SSL);
        if (forbidden && required) {
            websocket.excludes(VerdictKeys.FAIL_IF_NOT_SSL, VerdictKeys.FAIL_IF_SSL.name());
        }
        return forbidden ? TlsDemand.FORBIDDEN : required ? TlsDemand.REQUIRED : TlsDemand.NONE;
    }
}
