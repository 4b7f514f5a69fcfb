package dev.websocketexporter.fuzz;

import static dev.websocketexporter.engine.ServerFrames.concat;

import dev.websocketexporter.engine.ServerFrames;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;

/** Writes the corpus that the fuzzer begins with: what is right, of each kind. Run once; its keys are new each time. */
final class FuzzSeeds {
    private static final Path ROOT = Path.of("src/test/resources/dev/websocketexporter/fuzz");

    private FuzzSeeds() {}

    public static void main(String[] arguments) throws Exception {
        frames();
        texts();
        dns();
        certificates();
    }

    private static void seed(FuzzTarget target, String name, byte[] input) throws IOException {
        Path file = ROOT.resolve(target.label()).resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, input);
    }

    private static void seed(FuzzTarget target, String name, int first, String text) throws IOException {
        seed(target, name, concat(new byte[] {(byte) first}, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void frames() throws IOException {
        byte[] fragments = concat(
                ServerFrames.frame(ServerFrames.TEXT, "h\u00e4l".getBytes(StandardCharsets.UTF_8)),
                ServerFrames.ping("between"),
                ServerFrames.frame(0x80, "lo \u6f22\ud83d\ude00".getBytes(StandardCharsets.UTF_8)));
        byte[] long126 = ServerFrames.frame(ServerFrames.FIN | ServerFrames.BINARY, new byte[150]);
        byte[] close = ServerFrames.close(1000, "bye");
        for (FuzzTarget target : List.of(FuzzTarget.FRAMES, FuzzTarget.FRAMES_DEFLATE, FuzzTarget.SESSION)) {
            seed(target, "text-and-close", concat(new byte[] {8}, ServerFrames.text("hello"), close));
            seed(target, "fragments", concat(new byte[] {16}, fragments, ServerFrames.pong("p"), close));
            seed(target, "long", concat(new byte[] {1}, long126, ServerFrames.text(""), ServerFrames.close(4000, "")));
            seed(target, "close-without-code", concat(new byte[] {2}, ServerFrames.frame(0x88)));
        }
        byte[] text = "{\"type\":\"tick\",\"seq\":1}".repeat(3).getBytes(StandardCharsets.UTF_8);
        for (FuzzTarget target : List.of(FuzzTarget.FRAMES_DEFLATE, FuzzTarget.SESSION)) {
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            byte[] first = ServerFrames.frame(0xc1, deflated(deflater, text));
            byte[] second = ServerFrames.frame(0xc1, deflated(deflater, text));
            deflater.end();
            seed(target, "compressed", concat(new byte[] {18}, first, close));
            seed(target, "compressed-twice", concat(new byte[] {43}, first, second, close));
            seed(
                    target,
                    "compressed-in-frames",
                    concat(
                            new byte[] {3},
                            ServerFrames.frame(0x41, deflated(new Deflater(1, true), text)),
                            ServerFrames.ping("x"),
                            ServerFrames.frame(0x80)));
        }
    }

    private static byte[] deflated(Deflater deflater, byte[] text) {
        byte[] out = new byte[1000];
        deflater.setInput(text);
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return java.util.Arrays.copyOf(out, length - 4);
    }

    private static void texts() throws IOException {
        String upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
        seed(FuzzTarget.HEAD, "upgrade", 0, upgrade + "Sec-WebSocket-Protocol: chat\r\n\r\n\u0081\u0005hello");
        seed(
                FuzzTarget.HEAD,
                "extension",
                9,
                upgrade
                        + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=\"15\"; client_no_context_takeover\r\n\r\n");
        seed(
                FuzzTarget.HEAD,
                "interim",
                3,
                "HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + upgrade + "\r\n");
        seed(
                FuzzTarget.HEAD,
                "refusal",
                20,
                "HTTP/1.0 403 Forbidden\r\nContent-Type: text/html; charset=utf-8\r\n"
                        + "Content-Length: 60\r\n\r\n<html><head><style>a{}</style></head><body>no &amp; <b>no</b></body>");
        seed(
                FuzzTarget.HEAD,
                "chunked",
                5,
                "HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\nServer: a\r\n b\r\n\r\n"
                        + "5;x=y\r\nhello\r\n3\r\n you\r\n0\r\nT: v\r\n\r\n");
        seed(FuzzTarget.HEAD, "deflated", 7, "HTTP/1.1 502 \r\nContent-Encoding: deflate\r\n\r\nx\u009c");
        seed(
                FuzzTarget.CONNECT,
                "established",
                4,
                "HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n\u0016\u0003\u0001rest");
        seed(
                FuzzTarget.CONNECT,
                "authentication",
                4,
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
                        + "Content-Length: 4\r\n\r\nno!\n");
        seed(
                FuzzTarget.CONNECT,
                "refused",
                200,
                "HTTP/1.0 503 Unavailable\r\nContent-Type: text/plain\r\n\r\nno route");
        seed(FuzzTarget.CONNECT, "not-http", 1, "SSH-2.0-OpenSSH_9.2\r\n");
        socks();
        urls();
        configurations();
        webConfigurations();
        seed(FuzzTarget.EXPOSITION, "plain", 0, "CN=a\0CN=b\0a.example\0b.example\0chat\0permessage-deflate\0ok\0step");
        seed(FuzzTarget.EXPOSITION, "escapes", 1, "a\"b\\\n\0\\n\0{}\0,=\0\r\0\u2028\0\u6f22\0\ud83d\ude00");
        seed(FuzzTarget.EXPOSITION, "nothing", 0, "");
        seed(FuzzTarget.TOKEN, "json", 0, "{\"access_token\":\"abc\",\"token_type\":\"bearer\",\"expires_in\":3600}");
        seed(
                FuzzTarget.TOKEN,
                "json-text-number",
                0,
                "{\"access_token\":\"a\",\"expires_in\":\"1e3\",\"x\":[1,{\"y\":null}]}");
        seed(FuzzTarget.TOKEN, "form", 4, "access_token=a%62c&token_type=mac&expires_in=60");
        seed(FuzzTarget.TOKEN, "error", 1, "{\"error\":\"invalid_client\",\"error_description\":\"no \\u00e9\"}");
        seed(FuzzTarget.TOKEN, "not-json", 2, "<html>down</html>");
    }

    private static void socks() throws IOException {
        HexFormat hex = HexFormat.of();
        seed(FuzzTarget.SOCKS, "no-login", hex.parseHex("06" + "0500" + "05000001" + "7f000001" + "1f90" + "16030100"));
        seed(FuzzTarget.SOCKS, "login", hex.parseHex("07" + "0502" + "0100" + "05000003" + "0161" + "1f90" + "aa"));
        seed(FuzzTarget.SOCKS, "refused", hex.parseHex("00" + "0500" + "05050001" + "00000000" + "0000"));
        seed(FuzzTarget.SOCKS, "ipv6", hex.parseHex("02" + "0500" + "05000004" + "00".repeat(16) + "0050"));
        seed(FuzzTarget.SOCKS, "no-method", hex.parseHex("01" + "05ff"));
    }

    private static void urls() throws IOException {
        seed(FuzzTarget.URL, "name", 0, "wss://chat.example.com:8443/a/b?token=x&y=%20z");
        seed(FuzzTarget.URL, "ipv4-hex", 0, "ws://0xa9.0376.1/latest");
        seed(FuzzTarget.URL, "ipv6", 0, "https://[fe80::1:0:2]:1");
        seed(FuzzTarget.URL, "international", 3, "b\u00fccher.example/\u00e4?\u00f6");
        seed(FuzzTarget.URL, "other-digits", 3, "\uff11\u3002\uff12.%E3%80%82\u00df.\u05d0/");
        seed(FuzzTarget.URL, "host", 1, "Stra\u00dfe.example.:443");
        seed(FuzzTarget.URL, "host-ipv6", 1, "[::ffff:169.254.1.1]:80");
        seed(FuzzTarget.URL, "query", 2, "target=ws%3A%2F%2Fa.example%2F%3Fa%253Db&hostname=b.example%3A81&debug=true");
        seed(FuzzTarget.URL, "query-module", 2, "module=websocket&target=localhost+x&x&=");
    }

    private static void configurations() throws IOException {
        seed(FuzzTarget.CONFIG, "small", """
                modules:
                  websocket:
                    prober: websocket
                    timeout: 5s
                """.getBytes(StandardCharsets.UTF_8));
        seed(FuzzTarget.CONFIG, "conversation", """
                modules:
                  chat: &a
                    timeout: 1m30s
                    websocket:
                      headers: {X-A: b, X-C: {values: [d]}}
                      subprotocols: [v1, v2]
                      compression: true
                      query_response:
                        - {name: in, send: '{"a":1}'}
                        - expect: '"s":"(\\w+)"'
                          skip: -1
                          labels: [{name: s, value: "${1}"}]
                        - expect_json: {/type: ack, /n: {min: 1}}
                        - send_binary: !!binary AAEC
                      heartbeat: {pings: 2, interval: 1s}
                      close: {code: 1000, expected: [1005]}
                  other: {<<: *a}
                target_policy: {allow: ["*.example.com", 10.0.0.0/8], deny: [fe80::/10]}
                """.getBytes(StandardCharsets.UTF_8));
        seed(FuzzTarget.CONFIG, "http", """
                modules:
                  a:
                    websocket:
                      http_config:
                        proxy_url: http://proxy.example:3128
                        no_proxy: "10.0.0.0/8,.internal"
                        tls_config: {min_version: TLS12, server_name: b.example}
                        oauth2: {client_id: me, token_url: https://l.example/t, scopes: [x]}
                        follow_redirects: true
                      valid_status_codes: [101, 401]
                      fail_if_header_matches: [{header: Server, regexp: "^old"}]
                """.getBytes(StandardCharsets.UTF_8));
        seed(
                FuzzTarget.CONFIG,
                "mistakes",
                "modules:\n\ta: {tmeout: 5, websocket: [x], \"b\": |\n   c\n---\n".getBytes(StandardCharsets.UTF_8));
        seed(
                FuzzTarget.CONFIG,
                "utf-16",
                "\ufeffmodules: {w\u00e4: {prober: websocket}}\r\n".getBytes(StandardCharsets.UTF_16BE));
    }

    private static void webConfigurations() throws IOException {
        seed(FuzzTarget.WEB_CONFIG, "login", """
                basic_auth_users:
                  prometheus: $2y$10$abcdefghijklmnopqrstuuNYVhuCzN8W/N3q6oBTpBoHaLLh6DgBG
                http_server_config:
                  http2: false
                  headers: {X-Frame-Options: deny, Content-Security-Policy: "default-src 'self'"}
                rate_limit: {interval: 100ms, burst: 20}
                """.getBytes(StandardCharsets.UTF_8));
        seed(FuzzTarget.WEB_CONFIG, "tls", """
                tls_server_config:
                  cert_file: server.pem
                  key_file: server.key
                  client_ca_file: ca.pem
                  client_auth_type: RequireAndVerifyClientCert
                  client_allowed_sans: [a.example, 192.0.2.1]
                  min_version: TLS12
                  cipher_suites: [TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
                  prefer_server_cipher_suites: true
                  curve_preferences: [X25519, CurveP256]
                """.getBytes(StandardCharsets.UTF_8));
        seed(
                FuzzTarget.WEB_CONFIG,
                "mistakes",
                "tls_server_config: {cert: |\n  a\n  }\nbasic_auth_users: [x]\nx: 1\n"
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void dns() throws IOException {
        String asked = "0161" + "0474657374" + "00" + "0001" + "0001";
        String asked6 = "0161" + "0474657374" + "00" + "001c" + "0001";
        String header = "1234" + "8180" + "0001" + "0002" + "00000000";
        HexFormat hex = HexFormat.of();
        seed(
                FuzzTarget.DNS,
                "address",
                hex.parseHex("00" + header + asked + "c00c000100010000003c00047f000001"
                        + "c00c000100010000003c0004c0000201"));
        seed(
                FuzzTarget.DNS,
                "alias",
                hex.parseHex("00" + header + asked + "c00c000500010000003c00050162c00ec0"
                        + "0162c00e000100010000003c00047f000001"));
        seed(
                FuzzTarget.DNS,
                "ipv6",
                hex.parseHex("01" + "123481800001000100000000" + asked6
                        + "c00c001c00010000003c001020010db8000000000000000000000001"));
        seed(FuzzTarget.DNS, "nxdomain", hex.parseHex("00" + "123481830001000000000000" + asked));
        seed(FuzzTarget.DNS, "truncated", hex.parseHex("00" + "123483800001000100000000" + asked));
        String address6 = "1c" + "c00c001c00010000003c001020010db8000000000000000000000001";
        String address4 = "10" + "c00c000100010000003c00047f000001";
        seed(FuzzTarget.LOOKUP, "both", hex.parseHex("03" + address6 + "00" + "0b" + address4 + "00"));
        seed(
                FuzzTarget.LOOKUP,
                "truncated",
                hex.parseHex("03" + "00" + "03838000" + "13" + address6 + "00" + "0b" + address4 + "00"));
        seed(
                FuzzTarget.LOOKUP,
                "late",
                hex.parseHex("05" + "05aabbccddee" + "0e" + "07" + "00" + "04ffffffff" + "03" + address6 + "00"));
        seed(
                FuzzTarget.LOOKUP,
                "none",
                hex.parseHex("03" + "00" + "03818300" + "0b" + "00" + "03818200" + "13" + "00" + "03818500"));
        seed(FuzzTarget.DNS, "servfail", hex.parseHex("01" + "123481820000000000000000"));
    }

    private static void certificates() throws Exception {
        TestIdentity root = CertificateRecipe.ca("Fuzz Root").selfSigned();
        TestIdentity rsaRoot =
                CertificateRecipe.ca("Fuzz RSA Root").key(KeyKind.RSA_2048).selfSigned();
        TestIdentity issuing = CertificateRecipe.ca("Fuzz Issuing CA").signedBy(root);
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .names("a.example", "*.b.example", "127.0.0.1", "::1")
                .signedBy(issuing);
        TestIdentity direct = CertificateRecipe.leaf("a.example").signedBy(rsaRoot);
        TestIdentity expired = CertificateRecipe.leaf("a.example")
                .validUntil(Instant.parse("2021-01-01T00:00:00Z"))
                .signedBy(issuing);
        TestIdentity self = CertificateRecipe.leaf("a.example").selfSigned();
        List<TestIdentity> issued = List.of(issuing, leaf, direct, expired);
        Files.createDirectories(ROOT);
        Files.writeString(ROOT.resolve("anchors.pem"), pem(List.of(root, rsaRoot)));
        Files.writeString(ROOT.resolve("issued.pem"), pem(issued));
        Files.write(ROOT.resolve("leaf.der"), leaf.certificate().getEncoded());
        Files.write(ROOT.resolve("issuing.der"), issuing.certificate().getEncoded());
        seed(FuzzTarget.CHAIN, "trusted", chain(0, leaf, issuing));
        seed(FuzzTarget.CHAIN, "disordered", chain(2, leaf, root, leaf, issuing));
        seed(FuzzTarget.CHAIN, "rsa", chain(0, direct));
        seed(FuzzTarget.CHAIN, "expired", chain(1, expired, issuing));
        seed(FuzzTarget.CHAIN, "self-signed", chain(3, self));
        seed(FuzzTarget.STAPLE, "signed-good", StapleRecipe.good(leaf).signedBy(issuing));
        seed(
                FuzzTarget.STAPLE,
                "signed-revoked",
                StapleRecipe.revoked(leaf, Instant.parse("2025-01-01T00:00:00Z"))
                        .signedBy(issuing));
        seed(
                FuzzTarget.STAPLE,
                "signed-unknown",
                StapleRecipe.unknown(leaf).withoutNextUpdate().signedBy(issuing));
        seed(FuzzTarget.STAPLE, "by-a-stranger", StapleRecipe.good(leaf).signedBy(issuing, self));
        seed(FuzzTarget.STAPLE, "try-later", HexFormat.of().parseHex("30030a0103"));
        seed(FuzzTarget.PEM, "two", 0, pem(List.of(root, leaf)));
        seed(
                FuzzTarget.PEM,
                "text-around",
                0,
                "\u00e4 subject\n  " + pem(List.of(issuing)).replace("\n", "\r\n") + "end\n");
        seed(FuzzTarget.PEM, "der", concat(new byte[] {1}, root.certificate().getEncoded()));
        keys();
    }

    private static void keys() throws IOException {
        for (KeyKind kind : List.of(KeyKind.EC_P256, KeyKind.RSA_2048)) {
            byte[] pkcs8 = kind.generate().getPrivate().getEncoded();
            seed(
                    FuzzTarget.KEY,
                    "pkcs8-" + kind.name().toLowerCase(java.util.Locale.ROOT),
                    concat(new byte[] {0}, pkcs8));
            seed(
                    FuzzTarget.KEY,
                    "pem-" + kind.name().toLowerCase(java.util.Locale.ROOT),
                    3,
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                            + "\n-----END PRIVATE KEY-----\n");
        }
        seed(
                FuzzTarget.KEY,
                "ec-sec1",
                HexFormat.of()
                        .parseHex("02" + "302502010104" + "20" + "01".repeat(32).substring(0, 64)));
        seed(
                FuzzTarget.KEY,
                "encrypted",
                3,
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n");
    }

    private static byte[] chain(int first, TestIdentity... identities) throws CertificateEncodingException {
        ByteBuffer all = ByteBuffer.allocate(16 * 1024).put((byte) first);
        for (TestIdentity identity : identities) {
            byte[] der = identity.certificate().getEncoded();
            all.putShort((short) der.length).put(der);
        }
        return java.util.Arrays.copyOf(all.array(), all.position());
    }

    private static String pem(List<TestIdentity> identities) throws CertificateEncodingException {
        List<String> blocks = new ArrayList<>();
        for (TestIdentity identity : identities) {
            X509Certificate certificate = identity.certificate();
            blocks.add("-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n");
        }
        return String.join("", blocks);
    }
}
