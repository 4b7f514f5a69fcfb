package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.resolve.ResolvConf.Option;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.HostName;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.Printable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code resolv.conf}. A line that cannot be used is left out with a warning, as glibc and Go leave it out without
 * one; of lines that exclude each other, the later one counts.
 */
final class ResolvConfParser {
    /** MAXNS of {@code resolv.h}, which Go keeps too. */
    static final int MAX_SERVERS = 3;

    private static final int PORT = 53;
    private static final int MAX_NDOTS = 15;
    private static final int MAX_TIMEOUT_SECONDS = 30;
    private static final int MAX_ATTEMPTS = 5;
    private static final int MAX_SHOWN = 80;

    private static final Pattern NUMBERED = Pattern.compile("(ndots|timeout|attempts):(.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** Keywords and options of other systems, or about what is not done here: nothing is wrong with them. */
    private static final Set<String> IGNORED = Set.of(
            "sortlist",
            "lookup",
            "family",
            "debug",
            "inet6",
            "ip6-bytestring",
            "ip6-dotint",
            "no-ip6-dotint",
            "edns0",
            "trust-ad",
            "single-request",
            "single-request-reopen",
            "no-check-names",
            "no-reload",
            "insecure1",
            "insecure2");

    private static final Map<String, Option> OPTIONS = Map.of(
            "rotate", Option.ROTATE,
            "use-vc", Option.USE_VC,
            "usevc", Option.USE_VC,
            "tcp", Option.USE_VC,
            "no-aaaa", Option.NO_AAAA,
            "no-tld-query", Option.NO_TLD_QUERY);

    private final String file;
    private final List<InetSocketAddress> servers = new ArrayList<>();
    private @Nullable List<String> search;
    private int ndots = ResolvConf.DEFAULT_NDOTS;
    private Duration timeout = ResolvConf.DEFAULT_TIMEOUT;
    private int attempts = ResolvConf.DEFAULT_ATTEMPTS;
    private final Set<Option> options = EnumSet.noneOf(Option.class);
    private final List<String> warnings = new ArrayList<>();
    private String place;

    private ResolvConfParser(String file) {
        this.file = file;
        this.place = file;
    }

    /**
     * Reads a file's content.
     *
     * @param text null: there is no such file
     * @param file its name, for warnings
     * @param hostName the machine's: the search list is its domain, unless the file has one
     * @param environment {@code LOCALDOMAIN} and {@code RES_OPTIONS} come after the file, as in glibc
     */
    static ResolvConf parse(@Nullable String text, String file, String hostName, Map<String, String> environment) {
        ResolvConfParser parser = new ResolvConfParser(file);
        if (text == null) {
            parser.warnings.add("there is no " + file);
        } else {
            parser.lines(text);
        }
        parser.environment(environment);
        return parser.result(hostName);
    }

    private void lines(String text) {
        String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            place = file + ":" + (i + 1);
            List<String> words = words(lines[i]);
            if (!words.isEmpty()) {
                line(words.get(0), words.subList(1, words.size()));
            }
        }
    }

    /** The words of a line before a comment, which begins at the beginning of a word. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.strip().split("[ \t\r\f\u000B\u0000]+", -1)) {
            if (word.startsWith("#") || word.startsWith(";")) {
                break;
            }
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private void line(String keyword, List<String> words) {
        switch (keyword) {
            case "nameserver" -> nameServer(words);
            case "domain" -> search(words.subList(0, Math.min(1, words.size())));
            case "search" -> search(words);
            case "options" -> words.forEach(this::option);
            default -> {
                if (!IGNORED.contains(keyword)) {
                    warn("keyword " + shown(keyword) + " is unknown");
                }
            }
        }
    }

    private void nameServer(List<String> words) {
        if (words.isEmpty()) {
            warn("nameserver has no address");
            return;
        }
        String word = words.get(0);
        InetSocketAddress server = address(word);
        if (server == null) {
            return;
        }
        if (servers.size() == MAX_SERVERS) {
            warn("nameserver " + shown(word) + " is the " + (MAX_SERVERS + 1) + "th or a later one and is never asked"
                    + " (expected: at most " + MAX_SERVERS + ")");
            return;
        }
        servers.add(server);
    }

    /** The address of a server; null with a warning when it is none. What follows it in the line does not count. */
    private @Nullable InetSocketAddress address(String word) {
        int zone = word.indexOf('%');
        String plain = zone < 0 ? word : word.substring(0, zone);
        try {
            HostAndPort parsed =
                    HostAndPort.parse(plain.indexOf(':') != plain.lastIndexOf(':') ? "[" + plain + "]" : plain, "it");
            if (parsed.address() != null && parsed.port() == null && !plain.endsWith(".")) {
                return new InetSocketAddress(
                        zone < 0 ? parsed.address() : ScopedAddress.of(parsed.address(), word.substring(zone + 1)),
                        PORT);
            }
            warn("nameserver " + shown(word)
                    + (parsed.port() == null ? " is no address" : " has a port, which it cannot have")
                    + " and is left out (expected: an address such as 192.0.2.53 or 2001:db8::53)");
        } catch (InvalidTargetException e) {
            warn("nameserver " + shown(word) + " is no address and is left out"
                    + " (expected: an address such as 192.0.2.53 or 2001:db8::53)");
        } catch (ScopedAddress.NoSuchZoneException e) {
            warn("nameserver " + shown(word) + " is left out: " + e.getMessage());
        }
        return null;
    }

    private void search(List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        List<String> domains = new ArrayList<>();
        for (String word : words) {
            String domain = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
            // The root: the name alone is asked for anyway.
            if (domain.isEmpty()) {
                continue;
            }
            try {
                domains.add(HostName.parse(domain, "it"));
            } catch (InvalidTargetException e) {
                warn("search domain " + shown(word) + " is no name and is left out");
            }
        }
        search = domains;
    }

    private void option(String word) {
        Matcher numbered = NUMBERED.matcher(word);
        if (numbered.matches()) {
            number(numbered.group(1), numbered.group(2));
        } else if (OPTIONS.containsKey(word)) {
            options.add(OPTIONS.get(word));
        } else if (!IGNORED.contains(word)) {
            warn("option " + shown(word) + " is unknown");
        }
    }

    /** Beyond glibc's limits, the limit counts; a time or a number of tries of 0 is 1, as in Go. */
    private void number(String name, String digits) {
        if (!NUMBER.matcher(digits).matches()) {
            warn("option " + shown(name + ":" + digits) + " has no number and is left out (expected: such as " + name
                    + ":2)");
            return;
        }
        int value = Integer.parseInt(digits);
        switch (name) {
            case "ndots" -> ndots = Math.min(value, MAX_NDOTS);
            case "timeout" -> timeout = Duration.ofSeconds(Math.min(Math.max(value, 1), MAX_TIMEOUT_SECONDS));
            default -> attempts = Math.min(Math.max(value, 1), MAX_ATTEMPTS);
        }
    }

    private void environment(Map<String, String> environment) {
        String domains = environment.get("LOCALDOMAIN");
        if (domains != null) {
            place = "environment variable LOCALDOMAIN";
            List<String> words = words(domains);
            search = new ArrayList<>();
            search(words);
        }
        place = "environment variable RES_OPTIONS";
        words(environment.getOrDefault("RES_OPTIONS", "")).forEach(this::option);
    }

    private ResolvConf result(String hostName) {
        if (servers.isEmpty()) {
            if (!warnings.isEmpty()) {
                warnings.add(file + " names no name server that can be asked; 127.0.0.1 is asked, see resolv.conf(5)");
            }
            servers.add(new InetSocketAddress(ScopedAddress.LOOPBACK, PORT));
        }
        return new ResolvConf(
                servers, search == null ? domainOf(hostName) : search, ndots, timeout, attempts, options, warnings);
    }

    private static List<String> domainOf(String hostName) {
        int dot = hostName.indexOf('.');
        try {
            return dot < 0 || dot == hostName.length() - 1
                    ? List.of()
                    : List.of(HostName.parse(hostName.substring(dot + 1), "it"));
        } catch (InvalidTargetException e) {
            return List.of();
        }
    }

    private void warn(String what) {
        warnings.add(place + ": " + what);
    }

    private static String shown(String word) {
        return "\"" + Printable.oneLine(word, MAX_SHOWN) + "\"";
    }
}
