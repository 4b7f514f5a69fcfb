package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that must not be shown, wherever they come from: a peer may repeat what it was sent as it is, escaped, in hex, or
 * in base64 as a part of something longer. Their forms are made when something is shown for the first time. Confined to
 * the probe's event loop.
 */
final class HiddenTexts {
    /** Shorter ones would hide ordinary words, and so reveal what they are. */
    static final int SHORTEST_SECRET = 4;

    private static final String OF_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=";

    private final Set<String> secrets = new LinkedHashSet<>();

    /** The forms, by the first character that they may begin with; null: not made yet. */
    private @Nullable Map<Character, List<Form>> forms;

    private record Form(SecretShape shape, boolean inBase64) {}

    void add(String secret) {
        if (secret.length() >= SHORTEST_SECRET && secrets.add(secret)) {
            forms = null;
        }
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The text without them. */
    String hide(String text) {
        return secrets.isEmpty() ? text : replaced(text);
    }

    /** The first so many bytes in hex, without them. */
    String hex(byte[] bytes, int maxBytes) {
        int shown = Math.min(bytes.length, maxBytes);
        if (secrets.isEmpty()) {
            return HexFormat.of().formatHex(bytes, 0, shown);
        }
        // What begins in the part that is shown may end after it.
        String latin1 = new String(bytes, StandardCharsets.ISO_8859_1);
        SearchBudget budget = new SearchBudget(latin1.length());
        StringBuilder hex = new StringBuilder();
        int at = 0;
        while (at < shown) {
            int[] hidden = next(latin1, at, shown, budget);
            hex.append(HexFormat.of().formatHex(bytes, at, Math.min(hidden[0], shown)));
            if (hidden[0] < shown) {
                hex.append(Secret.HIDDEN);
            }
            at = hidden[1];
        }
        return hex.toString();
    }

    private String replaced(String text) {
        SearchBudget budget = new SearchBudget(text.length());
        StringBuilder shown = null;
        int at = 0;
        while (at < text.length()) {
            int[] hidden = next(text, at, text.length(), budget);
            if (hidden[0] == text.length() && shown == null) {
                return text;
            }
            shown = shown == null ? new StringBuilder(text.length()) : shown;
            shown.append(text, at, hidden[0]);
            if (hidden[0] < text.length()) {
                shown.append(Secret.HIDDEN);
            }
            at = hidden[1];
        }
        return shown == null ? text : shown.toString();
    }

    /** Where the next one begins and ends; both the limit when none begins before it. Over the budget, all of the rest. */
    private int[] next(String text, int from, int limit, SearchBudget budget) {
        for (int at = from; at < limit; at++) {
            if (at > from && text.charAt(at) == '\\' && text.charAt(at - 1) == '\\') {
                // What may begin inside a run of backslashes was looked for from its first one.
                continue;
            }
            Form found = null;
            int end = -1;
            for (Form form : formsAt(text.charAt(at))) {
                int formEnd = form.shape.end(text, at, budget);
                if (formEnd > end) {
                    end = formEnd;
                    found = form;
                }
            }
            if (budget.isSpent()) {
                return new int[] {at, text.length()};
            }
            if (found != null && end > at) {
                return found.inBase64 ? whole(text, from, at, end) : new int[] {at, end};
            }
        }
        return new int[] {limit, limit};
    }

    /** What stands around it in base64 belongs to the same text, such as the name before a password. */
    private static int[] whole(String text, int earliest, int from, int to) {
        int begin = from;
        while (begin > earliest && OF_BASE64.indexOf(text.charAt(begin - 1)) >= 0) {
            begin--;
        }
        int end = to;
        while (end < text.length() && OF_BASE64.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return new int[] {begin, end};
    }

    private List<Form> formsAt(char c) {
        Map<Character, List<Form>> known = forms;
        if (known == null) {
            known = new LinkedHashMap<>();
            forms = known;
        }
        List<Form> at = known.get(c);
        if (at == null) {
            at = all().stream().filter(form -> form.shape.mayBegin(c)).toList();
            known.put(c, at);
        }
        return at;
    }

    private List<Form> all() {
        List<Form> all = new ArrayList<>();
        for (String secret : secrets) {
            all.add(new Form(new SecretShape(secret, true), false));
            for (int before = 0; before < 3; before++) {
                String core = core(secret, before);
                all.add(new Form(new SecretShape(core, false), true));
                if (core.indexOf('+') >= 0 || core.indexOf('/') >= 0) {
                    all.add(new Form(new SecretShape(core.replace('+', '-').replace('/', '_'), false), true));
                }
            }
        }
        return all;
    }

    /** The characters of base64 that only the secret decides, when so many bytes of its group of three come before it. */
    private static String core(String secret, int before) {
        byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[before + utf8.length];
        System.arraycopy(utf8, 0, shifted, before, utf8.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int undecided = before == 0 ? 0 : before + 1;
        return encoded.substring(undecided, shifted.length * 8 / 6);
    }
}
