package dev.websocketexporter.server.page;

import dev.websocketexporter.server.http.Answers;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all pages have: the head, the links at the top, and the headers that forbid whatever they do not need. */
final class PageFrame {
    /** Only the exporter's own script, style, icon and API; nothing inline, nothing from elsewhere, in nobody's frame. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                    + "; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String REPOSITORY = "https://github.com/websocketexporter/websocket_exporter";

    /** Where the documents are. */
    static final String DOCS = REPOSITORY + "/blob/main/docs";

    private static final List<Link> LINKS = List.of(
            new Link("/", "Targets"),
            new Link("/modules", "Modules"),
            new Link("/config", "Configuration"),
            new Link("/metrics", "Metrics"),
            new Link("/api/v1/openapi.json", "API"));

    private final String links;
    private final PageFiles files;

    /** @param links what every link begins with; empty, or a path without a trailing slash */
    PageFrame(String links, PageFiles files) {
        this.links = links;
        this.files = files;
    }

    private record Link(String path, String text) {}

    /** A link inside of the exporter. */
    String link(String path) {
        return links + path;
    }

    void answer(Context context, HttpStatus status, String html) {
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
        Answers.page(context, status, html);
    }

    /**
     * A page.
     *
     * @param path which of the links leads to it; one that is none of them leads to a page below
     * @param script the file of it; absent: none
     */
    String html(String path, String title, @Nullable String script, Consumer<Html> main) {
        Html html = new Html();
        html.open("html", "lang", "en", "data-links", links, "data-docs", DOCS);
        html.open("head").open("meta", "charset", "utf-8");
        html.open("meta", "name", "viewport", "content", "width=device-width,initial-scale=1");
        html.element("title", title);
        html.open("link", "rel", "icon", "href", link(files.path("icon.svg")));
        html.open("link", "rel", "stylesheet", "href", link(files.path("page.css")));
        if (script != null) {
            html.element("script", "", "type", "module", "src", link(files.path(script)));
        }
        html.close("head").line().open("body");
        html.element("a", "Skip to the content", "class", "skip", "href", "#main")
                .line();
        header(html, path);
        html.open("main", "id", "main").line();
        main.accept(html);
        html.close("main").close("body").close("html").line();
        return "<!DOCTYPE html>\n" + html;
    }

    private void header(Html html, String path) {
        html.open("header")
                .open("b")
                .element("a", "websocket_exporter", "href", link("/"))
                .close("b");
        html.open("nav", "aria-label", "pages");
        for (Link one : LINKS) {
            html.element(
                            "a",
                            one.text(),
                            "href",
                            link(one.path()),
                            "aria-current",
                            one.path().equals(path) ? "page" : null)
                    .line();
        }
        html.element("a", "Documentation", "href", REPOSITORY);
        html.close("nav").close("header").line();
    }
}
