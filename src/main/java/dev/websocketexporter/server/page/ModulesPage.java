package dev.websocketexporter.server.page;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.config.KeyPlaces;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.function.Supplier;

/** {@code /modules}: the running configuration, secrets hidden, with a link from each key to what explains it. */
final class ModulesPage {
    static final String PATH = "/modules";

    private final PageFrame frame;
    private final Supplier<Configuration> configuration;

    ModulesPage(PageFrame frame, Supplier<Configuration> configuration) {
        this.frame = frame;
        this.configuration = configuration;
    }

    void show(Context context) {
        frame.answer(context, HttpStatus.OK, html());
    }

    String html() {
        return frame.html(PATH, "Modules - websocket_exporter", null, this::write);
    }

    private void write(Html html) {
        Configuration running = configuration.get();
        html.element("h1", "Modules and configuration");
        html.open("p").text("Each key leads to its section of the ");
        html.element("a", "reference", "href", PageFrame.DOCS + "/configuration.md")
                .text("; as a file: ");
        html.element("a", "/config", "href", frame.link("/config")).text(".").close("p");
        String yaml = ConfigurationYaml.render(running);
        html.open("pre", "class", "config", "tabindex", "0", "role", "group", "aria-label", "running configuration");
        int written = 0;
        for (KeyPlaces.Place place : KeyPlaces.of(yaml)) {
            html.text(yaml.substring(written, place.begin()));
            html.element(
                    "a",
                    yaml.substring(place.begin(), place.end()),
                    "href",
                    PageFrame.DOCS + "/configuration.md#" + place.section(),
                    "title",
                    place.help());
            written = place.end();
        }
        html.text(yaml.substring(written)).close("pre").line();
    }
}
