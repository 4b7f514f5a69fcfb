package dev.websocketexporter.tls.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * BetterTLS: what its command {@code export-tests} writes, in any file that ends with {@code .json}. The tags of a case are
 * the features that the suite says it takes.
 *
 * @param name the part of the export: {@code pathbuilding} or {@code nameconstraints}
 */
record BetterTlsReader(String name) implements SuiteReader {
    /** The exporting command makes the certificates, and has them begin a day before; some of them expired an hour before. */
    private static final Duration AGE = Duration.ofDays(1);

    private static final String FIRST_KEY = "\"betterTlsRevision\"";

    @Override
    public String suite() {
        return "bettertls-" + name;
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        List<SuiteCase> cases = new ArrayList<>();
        for (Path file : files) {
            if (isExport(file)) {
                JsonNode export = new ObjectMapper().readTree(file.toFile());
                byte[] anchor = export.get("trustRoot").binaryValue();
                Instant now = DerFiles.notBefore(anchor).plus(AGE);
                for (JsonNode each : export.path("suites").path(name).path("testCases")) {
                    cases.add(read(each, anchor, now));
                }
            }
        }
        return cases;
    }

    private static boolean isExport(Path file) throws IOException {
        if (!file.toString().endsWith(".json")) {
            return false;
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(FIRST_KEY.length() * 2), StandardCharsets.UTF_8).contains(FIRST_KEY);
        }
    }

    private SuiteCase read(JsonNode each, byte[] anchor, Instant now) throws IOException {
        List<byte[]> presented = new ArrayList<>();
        for (JsonNode certificate : each.get("certificates")) {
            presented.add(certificate.binaryValue());
        }
        Set<String> tags = new HashSet<>();
        each.path("requiredFeatures").forEach(feature -> tags.add(feature.asText()));
        return new SuiteCase(
                name + "::" + each.get("id").asText(),
                tags,
                each.get("expected").asText().equals("ACCEPT"),
                new PresentedChain(
                        presented, List.of(anchor), each.get("hostname").asText(), now, null));
    }
}
