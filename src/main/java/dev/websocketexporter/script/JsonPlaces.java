package dev.websocketexporter.script;

import dev.websocketexporter.probe.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places in JSON texts, as JSON pointers name them (RFC 6901), in a tree: one way through a text finds all of them. Each
 * place has a number, of which it is told when its value is found.
 */
final class JsonPlaces {
    private final String name;
    private final byte[] utf8;

    /** What it is in an array; −1: nothing. */
    private final int index;

    private final List<JsonPlaces> children = new ArrayList<>(0);

    /** The numbers of the places that are here, as bits. */
    private int here;

    /** The same with all that are further inside. */
    private int inside;

    private JsonPlaces(String name) {
        this.name = name;
        this.utf8 = name.getBytes(StandardCharsets.UTF_8);
        this.index = index(name);
    }

    /** None yet. */
    static JsonPlaces none() {
        return new JsonPlaces("");
    }

    /** RFC 6901 §4: without leading zeros. */
    private static int index(String name) {
        boolean digits = !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (name.length() == 1 || name.charAt(0) != '0') ? Integer.parseInt(name) : -1;
    }

    /** Adds a place with its number, from 0 to 3. */
    void add(String pointer, int number) {
        JsonPlaces place = this;
        place.inside |= 1 << number;
        if (!pointer.isEmpty()) {
            for (String token : pointer.substring(1).split("/", -1)) {
                // RFC 6901 §4: in this order.
                place = place.child(token.replace("~1", "/").replace("~0", "~"));
                place.inside |= 1 << number;
            }
        }
        place.here |= 1 << number;
    }

    private JsonPlaces child(String token) {
        for (JsonPlaces child : children) {
            if (child.name.equals(token)) {
                return child;
            }
        }
        JsonPlaces added = new JsonPlaces(token);
        children.add(added);
        return added;
    }

    int here() {
        return here;
    }

    int inside() {
        return inside;
    }

    /** What has the name that stands between the two in the text, which has no escapes there; null: nothing is asked of it. */
    @Nullable
    JsonPlaces named(Bytes text, int from, int to) {
        for (int i = 0; i < children.size(); i++) {
            JsonPlaces child = children.get(i);
            if (child.isAt(text, from, to)) {
                return child;
            }
        }
        return null;
    }

    private boolean isAt(Bytes text, int from, int to) {
        if (utf8.length != to - from) {
            return false;
        }
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != text.at(from + i)) {
                return false;
            }
        }
        return true;
    }

    /** The same of a name without its escapes. */
    @Nullable
    JsonPlaces named(String unescaped) {
        return children.stream()
                .filter(child -> child.name.equals(unescaped))
                .findFirst()
                .orElse(null);
    }

    /** The same of an element of an array. */
    @Nullable
    JsonPlaces element(int number) {
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i).index == number) {
                return children.get(i);
            }
        }
        return null;
    }
}
