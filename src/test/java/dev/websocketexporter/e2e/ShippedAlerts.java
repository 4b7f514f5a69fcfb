package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rules and Alertmanager's example as a release ships them: of these, nothing is changed but addresses, files of secrets
 * and which blocks are in use.
 *
 * @param root of a checkout, this one or another
 */
record ShippedAlerts(Path root) {
    /** The block of the receiver {@code page} and that of {@code team} which speak to a webhook. */
    private static final List<String> BLOCKS = List.of("sms", "webhook");

    private static final Pattern URL = Pattern.compile("https://(sms-gateway|hooks)\\.example\\.com/alertmanager");
    private static final Pattern SECRET = Pattern.compile("/etc/alertmanager/secrets/\\w+");
    private static final Pattern EVALUATION_INTERVAL = Pattern.compile("(?m)^  evaluation_interval: (\\w+)");

    /** Puts the rules into a directory, each file as it is. */
    void copyRules(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("alerts"))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".rules.yml")).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    /** The example with both receivers that matter told by a webhook. */
    String alertmanager(String url, Path secret) throws IOException {
        String example = Files.readString(root.resolve("alerts/alertmanager.example.yml"));
        for (String block : BLOCKS) {
            example = Pattern.compile("(?ms)^ *#>>> " + block + "$.*?^ *#<<< " + block + "$")
                    .matcher(example)
                    .replaceFirst(found -> found.group().replaceAll("(?m)^( *)# ", "$1"));
        }
        return SECRET.matcher(URL.matcher(example).replaceAll(url)).replaceAll(secret.toString());
    }

    /** How often the example of a Prometheus evaluates rules; empty: as often as Prometheus does when nobody says. */
    String evaluationInterval() throws IOException {
        return EVALUATION_INTERVAL
                .matcher(Files.readString(root.resolve("examples/prometheus/static.yml")))
                .results()
                .map(found -> found.group().strip())
                .findFirst()
                .orElse("");
    }
}
