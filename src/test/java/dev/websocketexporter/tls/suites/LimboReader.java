package dev.websocketexporter.tls.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * x509-limbo: {@code limbo.json}. The peer presents the leaf, then the untrusted intermediates. A case without a time is
 * judged by that of the file's first with one: the suite leaves it open there.
 */
final class LimboReader implements SuiteReader {
    private static final Instant WITHOUT_TIME = Instant.parse("2024-01-01T00:00:00Z");

    @Override
    public String suite() {
        return "limbo";
    }

    @Override
    public List<SuiteCase> cases(List<Path> files) throws IOException {
        List<SuiteCase> cases = new ArrayList<>();
        for (Path file : files) {
            if (file.getFileName().toString().equals("limbo.json")) {
                new ObjectMapper().readTree(file.toFile()).path("testcases").forEach(each -> cases.add(read(each)));
            }
        }
        return cases;
    }

    private static SuiteCase read(JsonNode each) {
        List<byte[]> presented = Stream.concat(
                        Stream.of(der(each.get("peer_certificate").asText())),
                        certificates(each.path("untrusted_intermediates")).stream())
                .toList();
        Set<String> tags = new HashSet<>();
        each.path("features").forEach(feature -> tags.add(feature.asText()));
        tags.add(each.path("validation_kind").asText());
        if (!each.path("key_usage").isEmpty()) {
            tags.add("demands-key-usage");
        }
        return new SuiteCase(
                each.get("id").asText(),
                tags,
                each.get("expected_result").asText().equals("SUCCESS"),
                new PresentedChain(presented, certificates(each.path("trusted_certs")), name(each), time(each), null));
    }

    private static List<byte[]> certificates(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(pem -> der(pem.asText()))
                .toList();
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static @Nullable String name(JsonNode each) {
        JsonNode name = each.path("expected_peer_name").path("value");
        return name.isTextual() ? name.asText() : null;
    }

    private static Instant time(JsonNode each) {
        JsonNode time = each.path("validation_time");
        return time.isTextual() ? OffsetDateTime.parse(time.asText()).toInstant() : WITHOUT_TIME;
    }
}
