package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.regex.Pattern;

/** Paths of keys as a message shows them. */
final class Shown {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+|<<");

    private Shown() {}

    /** The path of a key below another; a key that could be mistaken for two is quoted. */
    static String child(String path, String key) {
        String name = PLAIN_KEY.matcher(key).matches() ? key : Printable.quoted(key);
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The path of an entry of a list, counted from 0. */
    static String item(String path, int index) {
        return path + "[" + index + "]";
    }
}
