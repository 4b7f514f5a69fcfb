package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The {@code openssl} command: a second opinion on servers and certificates, a server of its own, and OCSP. */
final class Openssl {
    private static final DateTimeFormatter INDEX_DATE =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    /** What {@code s_server -HTTP} sends for {@code /refused}. */
    private static final String REFUSAL = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

    private final Path program;
    private final Path directory;

    /** What is said of a certificate over OCSP. */
    enum Status {
        GOOD("V\t%s\t"),
        REVOKED("R\t%s\t261101000000Z,keyCompromise");

        private final String index;

        Status(String index) {
            this.index = index;
        }

        /** A line of the CA's database. */
        private String entry(X509Certificate certificate) {
            String number = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
            return index.formatted(INDEX_DATE.format(certificate.getNotAfter().toInstant())) + "\t"
                    + (number.length() % 2 == 0 ? number : "0" + number) + "\tunknown\t/CN=localhost\n";
        }
    }

    /** @param directory for its files */
    Openssl(Path directory) {
        this.program = Tools.require("openssl");
        this.directory = directory;
    }

    /** Runs it to its end. */
    String run(String... arguments) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(directory, command(arguments))) {
            int status = process.awaitExit();
            if (status != 0) {
                throw new AssertionError(
                        Arrays.toString(arguments) + " ended with " + status + ": " + process.output());
            }
            return process.output();
        }
    }

    /**
     * The same.
     *
     * @param words arguments, parted by spaces; paths are relative to the directory
     * @param more arguments after them
     */
    String run(String words, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
        arguments.addAll(more);
        return run(arguments.toArray(String[]::new));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** What {@code openssl s_client} sees of the server {@code localhost} at that port. */
    OpensslSession connect(int port) throws IOException {
        String seen =
                run("s_client", "-connect", "127.0.0.1:" + port, "-servername", "localhost", "-showcerts", "-status");
        return OpensslSession.of(seen, this);
    }

    /** What {@code openssl x509} prints of a certificate. */
    OpensslCertificate read(String pem) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "certificate", ".pem"), pem);
        String all = "-noout -dates -dateopt iso_8601 -serial -fingerprint -sha256 -subject -issuer"
                + " -nameopt sep_multiline,utf8 -ext subjectAltName";
        List<String> arguments = new ArrayList<>(List.of("x509", "-in", file.toString()));
        arguments.addAll(List.of(all.split(" ")));
        return OpensslCertificate.of(run(arguments.toArray(String[]::new)));
    }

    /** An OCSP response in DER about a certificate, signed by its issuer and good for two days. */
    Path ocspResponse(TestIdentity identity, TestIdentity issuer, Status status) throws IOException {
        Path ca = Files.createTempDirectory(directory, "ocsp");
        Path response = ca.resolve("response.der");
        List<String> arguments = new ArrayList<>(ocsp(ca, issuer, Map.of(identity, status)));
        Path certificate = Files.writeString(ca.resolve("certificate.pem"), identity.certificatePem());
        arguments.addAll(List.of("-issuer", ca.resolve("ca.pem").toString(), "-cert", certificate.toString()));
        arguments.addAll(List.of("-respout", response.toString(), "-noverify"));
        run(arguments.toArray(String[]::new));
        return response;
    }

    /** A responder that knows those certificates of the issuer, on a port of its own. */
    ManagedProcess ocspResponder(int port, TestIdentity issuer, Map<TestIdentity, Status> statuses) throws IOException {
        List<String> arguments = new ArrayList<>(ocsp(Files.createTempDirectory(directory, "ocsp"), issuer, statuses));
        arguments.addAll(List.of("-port", String.valueOf(port)));
        ManagedProcess responder = ManagedProcess.start(directory, command(arguments.toArray(String[]::new)));
        return responder.awaitReady(() -> responder.output().contains("ACCEPT"));
    }

    private static List<String> ocsp(Path ca, TestIdentity issuer, Map<TestIdentity, Status> statuses)
            throws IOException {
        StringBuilder index = new StringBuilder();
        statuses.forEach((identity, status) -> index.append(status.entry(identity.certificate())));
        Path certificate = Files.writeString(ca.resolve("ca.pem"), issuer.certificatePem());
        Path key = Files.writeString(ca.resolve("ca.key"), issuer.keyPem());
        return List.of(
                "ocsp",
                "-index",
                Files.writeString(ca.resolve("index.txt"), index).toString(),
                "-CA",
                certificate.toString(),
                "-rsigner",
                certificate.toString(),
                "-rkey",
                key.toString(),
                "-ndays",
                "2");
    }

    /**
     * {@code openssl s_server}, which answers {@code GET /refused} with 401.
     *
     * @param more arguments, such as {@code -tls1_2}
     */
    Server serve(TestIdentity identity, String... more) throws IOException {
        Path home = Files.createTempDirectory(directory, "s_server");
        Files.writeString(home.resolve("refused"), REFUSAL);
        Files.writeString(home.resolve("chain.pem"), identity.chainPem());
        Files.writeString(home.resolve("key.pem"), identity.keyPem());
        int port = Http.freePort();
        List<String> arguments = new ArrayList<>(List.of("s_server", "-HTTP", "-accept", "127.0.0.1:" + port));
        arguments.addAll(List.of("-cert", "chain.pem", "-cert_chain", "chain.pem", "-key", "key.pem"));
        arguments.addAll(List.of(more));
        ManagedProcess process = ManagedProcess.start(home, command(arguments.toArray(String[]::new)));
        return new Server(process.awaitReady(() -> process.output().contains("ACCEPT")), port);
    }

    /** A server under way. */
    record Server(ManagedProcess process, int port) implements AutoCloseable {
        String url() {
            return "wss://localhost:" + port + "/refused";
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
