package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.UpgradeSettings;
import java.util.ArrayList;
import java.util.List;

/** Reads what is sent in the upgrade request. */
final class UpgradeReader {
    private UpgradeReader() {}

    static UpgradeSettings read(BlockReader websocket, BlockReader http) {
        List<RequestHeader> headers = headers(websocket, http);
        if (has(headers, "Origin")) {
            websocket.excludes(ConfigKeys.ORIGIN, "Origin in headers");
        }
        if (has(headers, "Authorization") && !CredentialsReader.keysIn(http).isEmpty()) {
            BlockReader fields = has(websocket.orDefault(ConfigKeys.HEADERS), "Authorization") ? websocket : http;
            fields.mistake(
                    fields == websocket ? ConfigKeys.HEADERS : HttpKeys.HTTP_HEADERS,
                    "has Authorization besides "
                            + CredentialsReader.keysIn(http).get(0) + " in http_config (expected: one of the two)");
        }
        return new UpgradeSettings(
                headers.stream()
                        .filter(header -> !header.hasName(HeadersType.SUBPROTOCOLS))
                        .toList(),
                websocket.optional(ConfigKeys.ORIGIN),
                subprotocols(headers, websocket),
                CredentialsReader.read(http),
                http.orDefault(HttpKeys.FOLLOW_REDIRECTS));
    }

    /** Those of both keys. */
    private static List<RequestHeader> headers(BlockReader websocket, BlockReader http) {
        List<RequestHeader> headers = new ArrayList<>(websocket.orDefault(ConfigKeys.HEADERS));
        for (RequestHeader header : http.orDefault(HttpKeys.HTTP_HEADERS)) {
            if (has(headers, header.name())) {
                http.mistake(
                        HttpKeys.HTTP_HEADERS,
                        "has " + header.name() + ", which is in headers already (expected: in one of the two)");
            } else {
                headers.add(header);
            }
        }
        return headers;
    }

    /** A field Sec-WebSocket-Protocol among the headers counts as the key {@code subprotocols}. */
    private static List<String> subprotocols(List<RequestHeader> headers, BlockReader websocket) {
        List<String> subprotocols = websocket.orDefault(ConfigKeys.SUBPROTOCOLS);
        return headers.stream()
                .filter(header -> header.hasName(HeadersType.SUBPROTOCOLS))
                .findFirst()
                .map(header -> {
                    websocket.excludes(ConfigKeys.SUBPROTOCOLS, HeadersType.SUBPROTOCOLS + " in headers");
                    return SubprotocolType.list(KnownHeaders.text(header.values()));
                })
                .orElse(subprotocols);
    }

    private static boolean has(List<RequestHeader> headers, String name) {
        return headers.stream().anyMatch(header -> header.hasName(name));
    }
}
