package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Go's crypto/x509, through a small program that {@code go run} builds. */
final class GoClient implements OtherClient {
    private final Path program;
    private final String version;

    GoClient(Path program) throws IOException, InterruptedException {
        this.program = program;
        this.version = OtherProgram.firstLine("go", "env", "GOVERSION").replace("go", "Go ");
    }

    @Override
    public String name() {
        return version;
    }

    @Override
    public Map<String, Boolean> accepts(Map<String, PresentedChain> chains) throws IOException, InterruptedException {
        Path input = Files.createTempFile("chains", ".tsv");
        try {
            StringBuilder lines = new StringBuilder();
            for (Map.Entry<String, PresentedChain> each : chains.entrySet()) {
                PresentedChain chain = each.getValue();
                lines.append(each.getKey())
                        .append('\t')
                        .append(chain.now().getEpochSecond())
                        .append('\t')
                        .append(chain.name() == null ? "" : chain.name())
                        .append('\t')
                        .append(base64(chain.anchors()))
                        .append('\t')
                        .append(base64(chain.presented()))
                        .append('\n');
            }
            Files.writeString(input, lines);
            Map<String, Boolean> verdicts = new HashMap<>();
            for (String line : OtherProgram.lines(input, "go", "run", program.toString())) {
                String[] fields = line.split("\t", 2);
                verdicts.put(fields[0], fields[1].equals("accept"));
            }
            return verdicts;
        } finally {
            Files.deleteIfExists(input);
        }
    }

    private static String base64(List<byte[]> certificates) {
        return certificates.stream().map(Base64.getEncoder()::encodeToString).collect(Collectors.joining(","));
    }
}
