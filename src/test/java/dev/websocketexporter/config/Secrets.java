package dev.websocketexporter.config;

import dev.websocketexporter.testkit.RsaKeys;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A configuration that has a secret in every place where one can stand. */
final class Secrets {
    /** How many places there are in the file itself. */
    static final int COUNT = 21;
    /** How many places there are for files. */
    static final int FILES = 7;

    private Secrets() {}

    static String everywhere(Path file) {
        return """
                modules:
                  basic:
                    websocket:
                      headers:
                        X-A: {values: [shown], secrets: [MARKER-1, MARKER-2], files: [FILE]}
                      http_config:
                        basic_auth: {username: me, password: MARKER-3}
                        proxy_url: http://MARKER:MARKER-4@proxy.example:3128
                        proxy_connect_header: {X-Key: [MARKER-5]}
                        http_headers: {X-B: {secrets: [MARKER-6]}}
                        tls_config:
                          cert: |
                CERTIFICATE
                          key: |
                KEY
                  authorization:
                    websocket: {http_config: {authorization: {credentials: MARKER-8}}}
                  bearer:
                    websocket: {http_config: {bearer_token: MARKER-9}}
                  oauth2:
                    websocket:
                      http_config:
                        oauth2:
                          client_id: me
                          client_secret: MARKER-10
                          token_url: https://login.example.com/token
                          endpoint_params: {audience: MARKER-11, resource: MARKER-12}
                          proxy_url: http://MARKER:MARKER-13@proxy.example:3128
                          proxy_connect_header: {X-Key: [MARKER-14]}
                  assertion:
                    websocket:
                      http_config:
                        oauth2:
                          client_id: me
                          grant_type: urn:ietf:params:oauth:grant-type:jwt-bearer
                          client_certificate_key: |
                RSA
                          token_url: https://login.example.com/token
                  subprotocols:
                    websocket:
                      headers:
                        Sec-WebSocket-Protocol: "v5.channel.k8s.io, base64url.bearer.authorization.k8s.io.MARKER-15=="
                        Host: {secrets: [MARKER-16.example]}
                        Origin: {secrets: ["https://MARKER-17.example"]}
                  basic_files:
                    websocket: {http_config: {basic_auth: {username_file: FILE, password_file: FILE}}}
                  authorization_file:
                    websocket: {http_config: {authorization: {credentials_file: FILE}}}
                  bearer_file:
                    websocket: {http_config: {bearer_token_file: FILE}}
                  conversation_file:
                    websocket: {query_response: [{send_file: FILE}]}
                  oauth2_file:
                    websocket:
                      http_config:
                        oauth2: {client_id: me, client_secret_file: FILE, token_url: "https://login.example.com/"}
                watch:
                  - name: feed
                    module: basic_files
                    targets: ["wss://a.example/?token=MARKER-18"]
                    connections: 2
                    send: {text: "MARKER-19"}
                    broadcast: {text: "MARKER-20${id}"}
                """.replace("CERTIFICATE\n", indented(Pem.CERTIFICATE))
                .replace("KEY\n", indented(Pem.KEY))
                .replace("RSA\n", indented(RsaKeys.PEM))
                .replace("FILE", file.toString());
    }

    private static String indented(String pem) {
        return pem.lines().map(line -> " ".repeat(12) + line + "\n").collect(Collectors.joining());
    }
}
