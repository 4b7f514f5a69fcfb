package dev.websocketexporter.server.api;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationYaml;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.EntityTag;
import dev.websocketexporter.server.http.HttpErrorException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;

/** {@code /api/v1/modules} and {@code /api/v1/openapi.json}: what can be asked for. */
public final class ReferenceApi {
    private static final String DESCRIPTION = "openapi.json";

    private final Supplier<Configuration> configuration;
    private final Versions versions;

    public ReferenceApi(Supplier<Configuration> configuration, Versions versions) {
        this.configuration = configuration;
        this.versions = versions;
    }

    /** The modules in the order of the file, secrets hidden. */
    public void modules(Context context) throws HttpErrorException {
        Filters.of(context.queryString());
        Configuration now = configuration.get();
        byte[] body = JsonWriter.utf8(json -> json.list(now.modules().values(), module -> write(json, module)));
        Answers.okUnlessKnown(context, Answers.JSON, EntityTag.of(body), () -> body);
    }

    private static void write(JsonWriter json, ProbeModule module) {
        json.object(() -> {
            json.text("name", module.name());
            json.seconds("timeout_seconds", module.timeout());
            if (!module.params().isEmpty()) {
                json.list("params", module.params(), param -> write(json, param));
            }
            json.text("configuration", ConfigurationYaml.render(module));
        });
    }

    private static void write(JsonWriter json, ModuleParam param) {
        json.object(() -> {
            json.text("name", param.parameter());
            json.flag("required", param.isRequired());
        });
    }

    /** The description of the API in OpenAPI 3.1. */
    public void description(Context context) throws HttpErrorException {
        Filters.of(context.queryString());
        Answers.okUnlessKnown(context, Answers.JSON, versions.constant("openapi"), ReferenceApi::description);
    }

    private static byte[] description() {
        try (InputStream file = ReferenceApi.class.getResourceAsStream(DESCRIPTION)) {
            return Objects.requireNonNull(file, DESCRIPTION).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(DESCRIPTION + " is in the jar", e);
        }
    }
}
