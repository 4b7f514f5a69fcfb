package dev.websocketexporter.cli.convert;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import dev.websocketexporter.config.yaml.YamlValue.Sequence;
import java.util.Map;
import java.util.Set;

/** The keys of blackbox_exporter's block {@code http}, as of 0.29, in a module that asks for an upgrade. */
final class HttpKeys {
    /** Of the same name and meaning in {@code websocket}. */
    static final Set<String> OF_WEBSOCKET = Set.of(
            "preferred_ip_protocol",
            "ip_protocol_fallback",
            "valid_status_codes",
            "fail_if_ssl",
            "fail_if_not_ssl",
            "headers",
            "fail_if_header_matches",
            "fail_if_header_not_matches");

    /** Of the same name and meaning in {@code http_config}. */
    static final Set<String> OF_HTTP_CONFIG = Set.of(
            "basic_auth",
            "authorization",
            "oauth2",
            "bearer_token",
            "bearer_token_file",
            "tls_config",
            "proxy_url",
            "no_proxy",
            "proxy_from_environment",
            "proxy_connect_header",
            "http_headers");

    /** Others that mean something here, under another name or with another default. */
    static final Set<String> OTHERWISE = Set.of("follow_redirects", "no_follow_redirects", "check_revoked");

    /** The exporter always does what one of their values asks for, and the others would have no upgrade succeed. */
    private static final Set<String> AS_IT_IS_ANYWAY = Set.of("enable_http2", "skip_resolve_phase_with_proxy");

    private static final String NO_BODY = "the answer to an upgrade has no body";
    private static final String SENT_NONE = "an upgrade request has no body";

    /** What to write instead of others, and why they are not kept. */
    private static final Map<String, String> INSTEAD = Map.of(
            "body", SENT_NONE + " (instead: send in query_response, if the server expects a message)",
            "body_file", SENT_NONE + " (instead: send_file in query_response, if the server expects a message)",
            "fail_if_body_matches_regexp", NO_BODY + " (instead: expect in query_response, for a message)",
            "fail_if_body_not_matches_regexp", NO_BODY + " (instead: expect in query_response, for a message)",
            "fail_if_body_json_matches_cel", NO_BODY + " (instead: expect_json in query_response, for a message)",
            "fail_if_body_json_not_matches_cel", NO_BODY + " (instead: expect_json in query_response, for a message)",
            "compression", NO_BODY + " (instead: compression: true in websocket, for messages)",
            "body_size_limit", NO_BODY + " (instead: max_message_size in websocket, for messages)",
            "enable_http3", "WebSockets over HTTP/3 are not probed (instead: http_version: \"2\" in websocket)");

    private HttpKeys() {}

    /** Tells what is lost with a key that has no place here. */
    static void tell(Entry entry, ReadContext context) {
        String key = entry.key();
        if (isAbsent(entry.value()) || AS_IT_IS_ANYWAY.contains(key)) {
            return;
        }
        if (key.equals("method")) {
            if (!Edits.text(entry.value()).equalsIgnoreCase("GET")) {
                context.warning(entry.position(), "left out: the request for an upgrade is a GET (instead: nothing)");
            }
        } else if (key.equals("valid_http_versions")) {
            if (Edits.items(entry.value()).stream().map(Edits::text).noneMatch("HTTP/1.1"::equals)) {
                context.warning(
                        entry.position(),
                        "left out: no upgrade has such a version (instead: http_version in websocket)");
            }
        } else {
            String why = INSTEAD.getOrDefault(
                    key, "no key of the prober http, and blackbox_exporter refuses it (instead: nothing)");
            context.warning(entry.position(), "left out: " + why);
        }
    }

    /** Whether it is as no key: nothing there, or the zero of its type, as Go has it. */
    private static boolean isAbsent(YamlValue value) {
        return value.isNone()
                || value.isEmptyText()
                || (value instanceof Sequence list && list.items().isEmpty())
                || (value instanceof Mapping block && block.entries().isEmpty())
                || Set.of("false", "0").contains(Edits.text(value));
    }
}
