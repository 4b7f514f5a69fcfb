package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of the CAs on a path for addresses of mail (RFC 5280 §4.2.1.10): an address, a host, or a dot and the
 * domain that hosts must be below. The part before the at sign counts with its case. For one thread.
 *
 * <p>Forms that are not plain, such as quotes, literals and the empty name, are not compared: such an address is never
 * allowed, and such a constraint excludes all and permits none.
 */
final class MailConstraints {
    /** RFC 5321 §4.1.2, Dot-string. */
    private static final String LOCAL = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}";

    private static final String HOST = "[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63}){0,126}";
    private static final Pattern ADDRESS = Pattern.compile("(" + LOCAL + ")@((?i:" + HOST + "))");
    private static final Pattern HOSTS = Pattern.compile("\\.?" + HOST, Pattern.CASE_INSENSITIVE);

    /** Of each CA that permits some: one of them must hold. */
    private final List<List<String>> permitted = new ArrayList<>();

    private final List<String> excluded = new ArrayList<>();

    private record Address(String local, String host) {
        static @Nullable Address of(String text) {
            Matcher matcher = ADDRESS.matcher(text);
            return matcher.matches() ? new Address(matcher.group(1), lower(matcher.group(2))) : null;
        }
    }

    void permit(List<String> bases) {
        permitted.add(List.copyOf(bases));
    }

    void exclude(String base) {
        excluded.add(base);
    }

    boolean areNone() {
        return permitted.isEmpty() && excluded.isEmpty();
    }

    /** Why the address must not be among a certificate's alternative names, in one line; absent: it may. */
    @Nullable
    String broken(String name) {
        return broken(name, false);
    }

    /** The same for an address in the subject, of which nobody can say whether its case counts: what is excluded is so in any. */
    @Nullable
    String brokenInSubject(String name) {
        return broken(name, true);
    }

    private @Nullable String broken(String name, boolean anyCaseIsExcluded) {
        if (areNone()) {
            return null;
        }
        String shown = "mail address " + Printable.excerpt(name);
        Address address = Address.of(name);
        if (address == null) {
            return shown + " is malformed";
        }
        Predicate<String> excludes = base -> !isPlain(base)
                || isWithin(address, base)
                || (anyCaseIsExcluded && isWithin(new Address(lower(address.local), address.host), lower(base)));
        if (excluded.stream().anyMatch(excludes)) {
            return shown + " is excluded";
        }
        boolean isPermitted = permitted.stream()
                .allMatch(bases -> bases.stream().anyMatch(base -> isPlain(base) && isWithin(address, base)));
        return isPermitted ? null : shown + " is not permitted";
    }

    private static boolean isPlain(String base) {
        return base.indexOf('@') >= 0
                ? ADDRESS.matcher(base).matches()
                : HOSTS.matcher(base).matches();
    }

    private static boolean isWithin(Address address, String base) {
        int at = base.indexOf('@');
        if (at >= 0) {
            return address.local.equals(base.substring(0, at)) && address.host.equals(lower(base.substring(at + 1)));
        }
        String host = lower(base);
        return host.startsWith(".") ? address.host.endsWith(host) : address.host.equals(host);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
