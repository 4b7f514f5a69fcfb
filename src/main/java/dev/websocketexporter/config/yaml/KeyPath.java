package dev.websocketexporter.config.yaml;

import dev.websocketexporter.probe.value.Printable;
import java.util.regex.Pattern;

/** The path of a key in the configuration file, as messages show it: {@code modules.chat.websocket.headers}. */
public final class KeyPath {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+|<<");

    private KeyPath() {}

    /** The path of a key below another; a key that could be mistaken for two is quoted. */
    public static String child(String path, String key) {
        String name = PLAIN_KEY.matcher(key).matches() ? key : Printable.quoted(key);
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The path of an entry of a list, counted from 0. */
    static String item(String path, int index) {
        return path + "[" + index + "]";
    }
}
