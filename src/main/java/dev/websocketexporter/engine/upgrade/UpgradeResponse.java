package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.frames.DeflateNegotiation;
import dev.websocketexporter.engine.frames.Extension;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.QueryValues;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the server's half of the opening handshake, to the letter of RFC 6455 §4.1.
 *
 * @param status the status code
 * @param headers the header fields
 * @param expectedAccept what {@code Sec-WebSocket-Accept} must be; absent over HTTP/2, which has neither it nor
 *     {@code Upgrade} and {@code Connection}, and where a 2xx is the upgrade (RFC 8441 §5)
 * @param offered the subprotocols offered in the request
 * @param compression whether permessage-deflate was offered, or even is required
 */
record UpgradeResponse(
        int status,
        HttpHeaders headers,
        @Nullable String expectedAccept,
        OfferedSubprotocols offered,
        Compression compression) {
    static final int SWITCHING_PROTOCOLS = 101;

    private static final String ACCEPT = "Sec-WebSocket-Accept";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    /** The names become labels, and a peer chooses them: more would make metrics expensive. */
    private static final int MAX_EXTENSIONS = 8;

    private static final int MAX_EXTENSION_NAME = 64;
    private static final int MAX_NAMES_SHOWN = 300;

    /**
     * The response as a value.
     *
     * @param redirects those followed before; null when none may be
     */
    UpgradeReport report(@Nullable Integer redirects) {
        boolean upgraded = isUpgrade() && faultOfUpgrade() == null;
        return new UpgradeReport(status, upgraded, upgraded ? shownSubprotocol() : null, extensionNames(), redirects);
    }

    /** Whether the status is that of an upgrade, whatever the rest is worth. */
    boolean isUpgrade() {
        return expectedAccept == null ? status / 100 == 2 : status == SWITCHING_PROTOCOLS;
    }

    /** Whether the module accepts the status; 101 stands for that of an upgrade. */
    boolean isWelcome(SuccessCriteria verdict) {
        return verdict.validStatusCodes().contains(status)
                || (isUpgrade() && verdict.validStatusCodes().contains(SWITCHING_PROTOCOLS));
    }

    /**
     * What the module finds wrong with the response; the first of several, in the order of the checks: the status, then
     * the upgrade itself with the module's own wishes about it, then its header rules. Of a response other than 101
     * that the module accepts, only its header rules are judged.
     */
    @Nullable
    Failure faultFor(SuccessCriteria verdict) {
        if (!isWelcome(verdict)) {
            return fault(
                    Reason.UNEXPECTED_STATUS,
                    "the server answered the upgrade request with status " + status + " (expected: "
                            + shown(verdict.validStatusCodes()) + ")");
        }
        Supplier<@Nullable Failure> headerRules = () -> HeaderRules.faultIn(headers, verdict.headerRules());
        return !isUpgrade()
                ? headerRules.get()
                : first(List.of(
                        this::faultOfHandshake,
                        this::faultOfSubprotocol,
                        () -> verdict.requireSubprotocol() ? faultOfMissingSubprotocol() : null,
                        this::faultOfExtensions,
                        this::faultOfMissingExtension,
                        headerRules));
    }

    private String shown(Set<Integer> codes) {
        return String.join(" or ", codes.stream().sorted().map(this::shown).toList());
    }

    private String shown(int code) {
        return expectedAccept == null && code == SWITCHING_PROTOCOLS ? "2xx" : String.valueOf(code);
    }

    /** What keeps a response with the status of an upgrade from being a valid one, the first of several; null: nothing. */
    @Nullable
    Failure faultOfUpgrade() {
        return first(List.of(this::faultOfHandshake, this::faultOfSubprotocol, this::faultOfExtensions));
    }

    private static @Nullable Failure first(List<Supplier<@Nullable Failure>> checks) {
        for (Supplier<@Nullable Failure> check : checks) {
            Failure fault = check.get();
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** RFC 6455 §4.1, items 2 to 4; over HTTP/2 there is nothing of the kind (RFC 8441 §5). */
    private @Nullable Failure faultOfHandshake() {
        String accept = expectedAccept;
        return accept == null
                ? null
                : first(List.of(
                        this::faultOfUpgradeHeader, this::faultOfConnectionHeader, () -> faultOfAccept(accept)));
    }

    /** RFC 6455 §4.1, item 2: the value is {@code websocket}, whatever its case; one of a list it may not be. */
    private @Nullable Failure faultOfUpgradeHeader() {
        List<String> values = values(HttpHeaderNames.UPGRADE.toString());
        boolean right = !values.isEmpty() && values.stream().allMatch(value -> value.equalsIgnoreCase("websocket"));
        return right
                ? null
                : fault(Reason.MISSING_UPGRADE_HEADER, "Upgrade: " + shown(values) + " (expected: websocket)");
    }

    /** RFC 6455 §4.1, item 3: a token {@code Upgrade} is among the values; {@code keep-alive, Upgrade} is right. */
    private @Nullable Failure faultOfConnectionHeader() {
        List<String> values = values(HttpHeaderNames.CONNECTION.toString());
        boolean right = tokens(values).anyMatch(token -> token.equalsIgnoreCase("upgrade"));
        return right
                ? null
                : fault(Reason.MISSING_CONNECTION_HEADER, "Connection: " + shown(values) + " (expected: Upgrade)");
    }

    /** RFC 6455 §4.1, item 4. */
    private @Nullable Failure faultOfAccept(String expected) {
        List<String> values = values(ACCEPT);
        if (values.isEmpty()) {
            return fault(Reason.MISSING_ACCEPT, ACCEPT + ": missing (expected: \"" + expected + "\")");
        }
        return values.equals(List.of(expected))
                ? null
                : fault(Reason.BAD_ACCEPT, ACCEPT + ": " + shown(values) + " (expected: \"" + expected + "\")");
    }

    /** RFC 6455 §4.1, item 6: at most one, and one of those offered; its case counts. */
    private @Nullable Failure faultOfSubprotocol() {
        List<String> values = values(PROTOCOL);
        boolean right =
                values.isEmpty() || (values.size() == 1 && offered.names().contains(values.get(0)));
        return right
                ? null
                : fault(
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        PROTOCOL + ": " + shown(offered.shown(values)) + " (offered: " + offered + ")"
                                + Causes.ofSelection(values, offered.names()));
    }

    private @Nullable Failure faultOfMissingSubprotocol() {
        return values(PROTOCOL).isEmpty()
                ? fault(
                        Reason.MISSING_SUBPROTOCOL,
                        PROTOCOL + ": missing (expected: one of " + offered + ")"
                                + Causes.ofNoSelection(offered.names()))
                : null;
    }

    /** RFC 6455 §4.1, item 5: what was not offered may not be there, nor what RFC 7692 does not allow in an answer. */
    private @Nullable Failure faultOfExtensions() {
        List<String> names = extensionNames();
        if (compression == Compression.OFF) {
            return names.isEmpty()
                    ? null
                    : fault(
                            Reason.UNEXPECTED_EXTENSION,
                            EXTENSIONS + ": "
                                    + Printable.oneLine(
                                            QueryValues.hideInText(String.join(", ", names)), MAX_NAMES_SHOWN)
                                    + " (offered: none)");
        }
        try {
            AgreedCompression unused = DeflateNegotiation.agreed(values(EXTENSIONS));
            return null;
        } catch (Extension.MalformedException e) {
            return fault(
                    Reason.UNEXPECTED_EXTENSION,
                    EXTENSIONS + ": " + shown(values(EXTENSIONS)) + ": " + e.getMessage() + " (offered: "
                            + DeflateNegotiation.OFFER + ")");
        }
    }

    private @Nullable Failure faultOfMissingExtension() {
        return compression == Compression.REQUIRED && !agreedCompression().isOn()
                ? fault(Reason.MISSING_EXTENSION, EXTENSIONS + ": missing (expected: " + DeflateNegotiation.NAME + ")")
                : null;
    }

    /** What the two sides agreed on, in a response that is a valid upgrade. */
    AgreedCompression agreedCompression() {
        if (compression == Compression.OFF) {
            return AgreedCompression.NONE;
        }
        try {
            return DeflateNegotiation.agreed(values(EXTENSIONS));
        } catch (Extension.MalformedException e) {
            throw new IllegalStateException("of an upgrade that is not valid (expected: judged before)", e);
        }
    }

    /** The subprotocols that the server names, also in a refusal. */
    List<String> namedSubprotocols() {
        return offered.shown(tokens(values(PROTOCOL)).toList());
    }

    /**
     * The response as what it may be refused for.
     *
     * @param hop that was asked
     * @param withoutSecrets hides them in a text; it must see the whole text, so that no part of a secret is left
     * @param body what there is to show of it
     */
    RefusalCauses.Answer asRefusal(RedirectHop hop, UnaryOperator<String> withoutSecrets, String body) {
        String location = headers.get("Location");
        return new RefusalCauses.Answer(
                status,
                namedSubprotocols(),
                withoutSecrets.apply(headers.get("Server", "")),
                withoutSecrets.apply(headers.get("X-WebSocket-Reject-Reason", "")),
                location == null
                        ? null
                        : new RefusalCauses.Location(
                                withoutSecrets.apply(QueryValues.hideIn(location)),
                                Redirects.isSameByTls(hop, location)),
                body);
    }

    /** Whether the server selected the first one offered, as those do that know none; in a response that is an upgrade. */
    boolean selectedTheFirst() {
        return !offered.names().isEmpty()
                && values(PROTOCOL).equals(List.of(offered.names().get(0)));
    }

    private @Nullable String shownSubprotocol() {
        List<String> values = values(PROTOCOL);
        return values.isEmpty() ? null : offered.shown(values.get(0));
    }

    /** RFC 6455 §9.1: a list of names, each with parameters after semicolons. */
    private List<String> extensionNames() {
        List<String> names = new ArrayList<>();
        tokens(values(EXTENSIONS))
                .map(extension -> extension.split(";", 2)[0].trim())
                .map(name -> name.substring(0, Math.min(name.length(), MAX_EXTENSION_NAME)))
                .distinct()
                .limit(MAX_EXTENSIONS)
                .forEach(names::add);
        return names;
    }

    private List<String> values(String name) {
        return headers.getAll(name).stream().map(String::trim).toList();
    }

    /** RFC 9110 §5.6.1: the members of a list that may be spread over several fields, empty ones ignored. */
    private static Stream<String> tokens(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::trim)
                .filter(token -> !token.isEmpty());
    }

    private static String shown(List<String> values) {
        return values.isEmpty()
                ? "missing"
                : String.join(", ", values.stream().map(Printable::quotedAscii).toList());
    }

    private static Failure fault(Reason reason, String detail) {
        return new Failure(Phase.UPGRADE, reason, detail);
    }
}
