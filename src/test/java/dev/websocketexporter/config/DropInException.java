package dev.websocketexporter.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a configuration loads in one exporter only, and why. The table in {@code docs/comparison.md} is made from it. */
enum DropInException {
    OTHER_PROBERS(
            Side.THERE,
            "is not what this exporter probes",
            "modules of other probers",
            "keep them with blackbox_exporter"),
    NO_MODULES(
            Side.THERE,
            "at least one module|is no name of a module|a key that is no single value",
            "no modules, or a module without a name",
            "nothing could be probed"),
    DOCUMENTS(Side.THERE, "a second document begins", "a second YAML document", "blackbox_exporter ignores it"),
    TAGS(Side.THERE, "unknown tag", "YAML tags of one's own", "blackbox_exporter ignores them"),
    BINARY(Side.THERE, "is binary", "`!!binary` for a text", "bytes are sent with `send_binary`"),
    SECRET_MANAGER(
            Side.THERE,
            "needs a secret manager",
            "keys that end in `_ref`",
            "they name a secret in a secret manager, and blackbox_exporter has none: it ignores them"),
    NO_CREDENTIALS(
            Side.THERE,
            "(client_secret|client_certificate_key|authorization\\.credentials): missing|credentials: is empty"
                    + "|http_config\\.bearer_token: is empty",
            "credentials that are not there, as `authorization: {type: Bearer}`, or that are only white space",
            "no probe runs without a credential that its module means to send"),
    FILES(
            Side.THERE,
            "cannot be read|file: .* (holds|is)|is no regular file|files\\[0\\]: ",
            "files that are not there, or hold something else",
            "they are checked when the configuration is loaded, and not only at the first probe"),
    PEM(
            Side.THERE,
            "holds no (certificate|private key)|has no (key|certificate)",
            "certificates and keys that are none",
            "the same, in the configuration itself"),
    PROXIES(
            Side.THERE,
            "proxy_url: ",
            "proxies that are no `http`, `https` or `socks5` URL with a host, or have a path",
            "no such proxy can be asked"),
    TOKEN_URLS(
            Side.THERE,
            "token_url: ",
            "a `token_url` that cannot be fetched from, or with user info",
            "blackbox_exporter's websocket prober never fetches a token"),
    GRANTS(
            Side.THERE,
            "is no grant known here|signature_algorithm: ",
            "an unknown `grant_type` or `signature_algorithm`",
            "there, an unknown `grant_type` is `client_credentials`, and the algorithm is checked for assertions only"),
    CLAIMS(Side.THERE, "claims\\S*: .*JSON", "`claims` that JSON cannot express", "an assertion is JSON"),
    TOKENS(
            Side.THERE,
            "authorization\\.type: is no scheme|scopes\\[0\\]: .* is no scope|client_id: ",
            "a `type`, scope or `client_id` with characters that no server could read",
            "the request would not be what was meant"),
    NAMES(Side.THERE, "server_name: ", "a `server_name` that is no host name", "TLS could not send it"),
    FAMILIES(
            Side.THERE,
            "is no family of addresses",
            "a `preferred_ip_protocol` besides `ip4` and `ip6`",
            "blackbox_exporter takes every other word for `ip4`"),
    TLS_VERSIONS(
            Side.THERE,
            "is not possible with the TLS engine|leaves no version",
            "versions of TLS that the engine lacks, or a range without any",
            "every handshake would fail"),
    TIMEOUTS(Side.THERE, "m\\.timeout: ", "a `timeout` of 0 or less", "the key is left out for none"),
    HEADERS(
            Side.THERE,
            "belongs to the opening handshake|is no header name|is there already|holds a line break"
                    + "|outside printable ASCII|has several values|which is in headers already"
                    + "|has Proxy-Authorization besides|announces a body|is no list of subprotocols|has Authorization"
                    + "|colon, |holds a colon",
            "header fields and logins that cannot be sent as they are, twice, or that are the handshake's own",
            "they would break the request, and blackbox_exporter's probes with them fail"),
    REFERENCES(
            Side.THERE,
            "refers to \\$\\{",
            "`${1}` in a `send` without an `expect` at or before its step",
            "there it is sent as it stands; here `${1}` is what an earlier step captured"),
    LABELS(
            Side.THERE,
            "is no label name|a name of Prometheus' own|labels\\[0\\]\\.(name|value): missing",
            "labels without a name or a value, or with a name that Prometheus does not accept",
            "blackbox_exporter's websocket prober makes no labels"),

    NO_PROBER(
            Side.HERE,
            "modules: \\{m: \\{\\}\\}|prober: (null)?,|m: \\{websocket",
            "a module without `prober`",
            "there is only one"),
    PLAIN_HEADERS(
            Side.HERE,
            "(headers|http_headers): \\{(word|X-Tenant|Sec-WebSocket-Protocol|Host|Origin): (?!\\{\\}|\\{values)",
            "`headers: {NAME: VALUE}`",
            "the short form of `{values: [VALUE]}`"),
    RESERVED_HEADERS(
            Side.HERE,
            "http_headers: \\{(Authorization|Host|Content-Type|User-Agent|Accept-Encoding): ",
            "`Host`, `User-Agent` and some others in `http_headers`",
            "they are right in `headers` too"),
    EMPTY_CREDENTIALS(
            Side.HERE,
            "(basic_auth|authorization|oauth2): \\{\\}",
            "`basic_auth: {}`, `authorization: {}` or `oauth2: {}`, alone or beside others",
            "an empty block is as none, with a warning"),
    IGNORED_KEYS(
            Side.HERE,
            "(enable_http2|starttls): |_ref: \\{\\}|http: \\{\\}, tcp",
            "any value of a key that is ignored, and `{}` for one that ends in `_ref`",
            "it is not read"),
    TABS(
            Side.HERE,
            "-\\\\tsend|\\\\n\\\\t(# mine)?(\\\\n)?",
            "a tab after a dash, and lines of tabs alone or in front of a comment",
            "YAML allows them, and Go's parser does not");

    /** Which exporter loads it. */
    enum Side {
        THERE("blackbox_exporter"),
        HERE("this exporter");

        private final String name;

        Side(String name) {
            this.name = name;
        }
    }

    private final Side side;
    private final Pattern mark;
    private final String what;
    private final String why;

    DropInException(Side side, String mark, String what, String why) {
        this.side = side;
        this.mark = Pattern.compile(mark);
        this.what = what;
        this.why = why;
    }

    /** Those that explain why something loads there only, by a line of the message here. */
    static List<DropInException> of(String mistake) {
        return matching(Side.THERE, mistake);
    }

    /** Those that explain why something loads here only, by the form itself. */
    static List<DropInException> ofForm(String escapedForm) {
        return matching(Side.HERE, escapedForm);
    }

    private static List<DropInException> matching(Side side, String text) {
        return Arrays.stream(values())
                .filter(exception ->
                        exception.side == side && exception.mark.matcher(text).find())
                .toList();
    }

    static String table() {
        return "\n| only in | what loads | why |\n| --- | --- | --- |\n"
                + Arrays.stream(values())
                        .map(e -> "| " + e.side.name + " | " + e.what + " | " + e.why + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }
}
