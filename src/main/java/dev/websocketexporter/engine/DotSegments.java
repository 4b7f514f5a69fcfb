package dev.websocketexporter.engine;

import java.util.ArrayList;
import java.util.List;

/** Takes {@code .} and {@code ..} out of a path (RFC 3986 §5.2.4). */
final class DotSegments {
    private DotSegments() {}

    /** The path without them; a query behind it stays as it is. */
    static String removedFrom(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        List<String> kept = new ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (!dots) {
                kept.add(segments[i]);
            } else if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept) + (query < 0 ? "" : pathAndQuery.substring(query));
    }
}
