package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code openssl verify} with the settings of a TLS client: purpose of a server, security level 1, and any trusted
 * certificate ends a path.
 */
final class OpensslClient implements OtherClient {
    private final String version;

    OpensslClient() throws IOException, InterruptedException {
        String[] words = OtherProgram.firstLine("openssl", "version").split(" ");
        this.version = words[0] + " " + words[1];
    }

    @Override
    public String name() {
        return version;
    }

    @Override
    public Map<String, Boolean> accepts(Map<String, PresentedChain> chains) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("chains");
        Path leaf = directory.resolve("leaf.pem");
        Path others = directory.resolve("others.pem");
        Path anchors = directory.resolve("anchors.pem");
        try {
            Map<String, Boolean> verdicts = new HashMap<>();
            for (Map.Entry<String, PresentedChain> each : chains.entrySet()) {
                PresentedChain chain = each.getValue();
                List<byte[]> presented = chain.presented();
                Files.writeString(leaf, pem(presented.subList(0, 1)));
                Files.writeString(others, pem(presented.subList(1, presented.size())));
                Files.writeString(anchors, pem(chain.anchors()));
                verdicts.put(each.getKey(), OtherProgram.succeeds(command(chain, leaf, others, anchors)));
            }
            return verdicts;
        } finally {
            for (Path file : List.of(leaf, others, anchors, directory)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String[] command(PresentedChain chain, Path leaf, Path others, Path anchors) {
        List<String> words = new ArrayList<>(List.of(
                "openssl",
                "verify",
                "-no-CApath",
                "-no-CAstore",
                "-partial_chain",
                "-auth_level",
                "1",
                "-purpose",
                "sslserver",
                "-attime",
                Long.toString(chain.now().getEpochSecond())));
        // Without a file it would take the trust store of the system.
        words.addAll(chain.anchors().isEmpty() ? List.of("-no-CAfile") : List.of("-CAfile", anchors.toString()));
        if (chain.presented().size() > 1) {
            words.addAll(List.of("-untrusted", others.toString()));
        }
        if (chain.name() != null) {
            words.addAll(List.of(isAddress(chain.name()) ? "-verify_ip" : "-verify_hostname", chain.name()));
        }
        words.add(leaf.toString());
        return words.toArray(new String[0]);
    }

    private static String pem(List<byte[]> certificates) {
        return certificates.stream().map(PresentedChain::pem).collect(Collectors.joining());
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    }
}
