package dev.websocketexporter.config.web;

import dev.websocketexporter.config.blocks.BlockReader;
import dev.websocketexporter.config.web.WebConfiguration.RateLimit;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.config.yaml.KeyPath;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A web configuration as a whole. */
public final class WebConfigurationYaml {
    private WebConfigurationYaml() {}

    /** Where a key of this name would be right; absent if nowhere. */
    public static Optional<String> placeOf(String name) {
        return WebKeys.ROOT.members().stream()
                .flatMap(block -> block.members().stream()
                        .filter(key -> key.name().equals(name))
                        .map(key -> KeyPath.child(block.name(), key.name())))
                .findFirst();
    }

    /**
     * Reads a document.
     *
     * @param root null: the file is empty, which is a web configuration that asks for nothing
     * @param context of the file as a whole; it has the warnings afterwards
     * @param trial of the certificate
     * @throws ConfigurationException with all mistakes, if there are any
     */
    public static WebConfiguration read(@Nullable YamlValue root, ReadContext context, TlsTrial trial)
            throws ConfigurationException {
        if (root == null || root.isNone()) {
            return new WebConfiguration(null, true, Map.of(), Map.of(), null, List.of());
        }
        if (!(root instanceof YamlValue.Mapping mapping)) {
            throw context.diagnostics()
                    .fatal(
                            root.position(),
                            "",
                            "the file " + root.found() + " (expected: " + WebKeys.ROOT.expected() + ")");
        }
        BlockReader fields = BlockReader.of(mapping, WebKeys.ROOT, context);
        BlockReader http = fields.block(WebKeys.HTTP);
        boolean http2 = http.orDefault(WebKeys.HTTP2);
        TlsServerBlock tls = new TlsServerBlock(fields.block(TlsServerBlock.BLOCK));
        ServerTls server = tls.read(http2, trial);
        WebConfiguration read = new WebConfiguration(
                server,
                http2,
                http.orDefault(WebKeys.HEADERS),
                fields.orDefault(WebKeys.USERS),
                rateLimit(fields.block(WebKeys.RATE_LIMIT)),
                tls.files());
        context.diagnostics().throwIfAny();
        return read;
    }

    private static @Nullable RateLimit rateLimit(BlockReader limit) {
        Duration interval = limit.orDefault(WebKeys.INTERVAL);
        Integer burst = limit.optional(WebKeys.BURST);
        boolean mistaken = burst == null && limit.has(WebKeys.BURST);
        if (interval.isZero() || mistaken) {
            return null;
        }
        if (burst == null || burst == 0) {
            limit.mistake(
                    WebKeys.BURST,
                    "is 0, so that every request would be refused (expected: at least 1 with an interval)");
            return null;
        }
        return new RateLimit(interval, burst);
    }
}
