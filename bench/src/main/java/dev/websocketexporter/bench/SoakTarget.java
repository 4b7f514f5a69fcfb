package dev.websocketexporter.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A target of {@code bench/soak --faults}.
 *
 * @param name of its module, and of its server in commands
 * @param does what its server does, as the table shows it
 * @param expected what every probe must report: {@link #SUCCESS}, or its phase and reason as {@code tls/timeout}
 * @param down the same while the server is not running
 * @param url that is probed
 * @param timeout of the module
 * @param keys of the module's block {@code websocket}, a line each
 */
record SoakTarget(
        String name, String does, String expected, String down, String url, String timeout, List<String> keys) {
    static final String SUCCESS = "success";

    SoakTarget {
        keys = List.copyOf(keys);
    }

    SoakTarget at(String otherUrl) {
        return new SoakTarget(name, does, expected, down, otherUrl, timeout, keys);
    }

    SoakTarget whenDown(String reason) {
        return new SoakTarget(name, does, expected, reason, url, timeout, keys);
    }

    SoakTarget within(String otherTimeout) {
        return new SoakTarget(name, does, expected, down, url, otherTimeout, keys);
    }

    /** More keys of the module; those of the same name are replaced. */
    SoakTarget with(List<String> more) {
        List<String> all = new ArrayList<>(keys);
        for (String key : more) {
            String named = key.substring(0, key.indexOf(':') + 1);
            all.removeIf(known -> known.startsWith(named));
            all.add(key);
        }
        return new SoakTarget(name, does, expected, down, url, timeout, all);
    }

    /** With the port of the server with that number, wherever {@code {port}} stands for it. */
    SoakTarget in(SoakPlace place, int index) {
        List<String> filled = keys.stream().map(key -> place.filled(key, index)).toList();
        return new SoakTarget(name, does, expected, down, place.filled(url, index), timeout, filled);
    }

    boolean isGood() {
        return expected.equals(SUCCESS);
    }

    String path() {
        return "/probe?module=" + name + "&target=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    /** Its module. */
    String yaml() {
        StringBuilder yaml = new StringBuilder("  " + name + ":\n    timeout: " + timeout + "\n    websocket:\n");
        keys.forEach(key -> yaml.append("      ").append(key).append('\n'));
        return yaml.toString();
    }
}
