package dev.websocketexporter.server.page;

import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.HttpErrorException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The script, the style and the icon of the pages. They are under a path with their own digest, so that a browser may keep
 * them for ever and still has those of the exporter that it talks to.
 */
final class PageFiles {
    static final String PATH = "/page/{version}/{file}";

    static final List<String> NAMES = List.of(
            "certificates.js",
            "dom.js",
            "draw.js",
            "icon.svg",
            "overview.js",
            "page.css",
            "probe.js",
            "single.js",
            "targets.js",
            "watched.js");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml;charset=utf-8");

    private static final int VERSION_CHARS = 12;

    private final Map<String, String> texts = new TreeMap<>();
    private final String version;

    PageFiles() {
        MessageDigest digest = Digests.sha256();
        for (String name : NAMES) {
            String text = read(name);
            texts.put(name, text);
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        }
        version = HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_CHARS);
    }

    private static String read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar has no " + name + " for the page (expected: built with it)");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file says. */
    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    /** The path of a file, below what every link begins with. */
    String path(String name) {
        return "/page/" + version + "/" + name;
    }

    /** Of another version, which a page of the exporter before it asks for, it has what is there now; nobody keeps that. */
    void serve(Context context) throws HttpErrorException {
        String name = context.pathParam("file");
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw HttpErrorException.notFound("the page has no file \"" + Printable.masked(name)
                    + "\" (expected: one of " + String.join(", ", NAMES) + ")");
        }
        boolean current = context.pathParam("version").equals(version);
        context.header("Cache-Control", current ? "private, max-age=31536000, immutable" : "no-store");
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        Answers.ok(context, CONTENT_TYPES.getOrDefault(suffix, Answers.PLAIN), text);
    }
}
