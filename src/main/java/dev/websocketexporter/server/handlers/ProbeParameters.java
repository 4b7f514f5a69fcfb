package dev.websocketexporter.server.handlers;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.blocks.QueryParams;
import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the parameters of {@code /probe} into a {@link ProbeRequest}, or refuses them. */
final class ProbeParameters {
    static final String DEFAULT_MODULE = "websocket";

    private static final String EXPECTED_TARGET = " (expected: ?target=wss://example.com/chat)";

    private final Configuration configuration;
    private final Duration timeoutOffset;
    private final Runnable onUnknownModule;

    ProbeParameters(Configuration configuration, Duration timeoutOffset, Runnable onUnknownModule) {
        this.configuration = configuration;
        this.timeoutOffset = timeoutOffset;
        this.onUnknownModule = onUnknownModule;
    }

    /**
     * Reads the request of a probe.
     *
     * @param scrapeTimeouts the values of {@value TimeBudget#HEADER}
     */
    ProbeRequest read(QueryParameters parameters, List<String> scrapeTimeouts) throws HttpErrorException {
        String url = parameters.single("target");
        String moduleName = parameters.single("module");
        String hostname = parameters.single("hostname");
        if (url == null) {
            throw HttpErrorException.badRequest("parameter \"target\" is missing" + EXPECTED_TARGET);
        }
        ProbeModule module = module(moduleName == null ? DEFAULT_MODULE : moduleName);
        Target target = target(url);
        ParamValues params = params(module, parameters.startingWith(ModuleParam.PREFIX));
        String name = hostname(hostname, params);
        HostOverride override = name == null ? null : hostOverride(name, module);
        Duration budget = TimeBudget.of(TimeBudget.scrapeTimeout(scrapeTimeouts), timeoutOffset, module.timeout());
        return new ProbeRequest(target, params.in(module), override, configuration.targetPolicy(), budget, params);
    }

    private static ParamValues params(ProbeModule module, Map<String, String> given) throws HttpErrorException {
        try {
            return QueryParams.read(module, given);
        } catch (BadValueException e) {
            throw HttpErrorException.badRequest(e.problem() + " (" + e.hintOr("expected: another value") + ")");
        }
    }

    /** It has two names: every module takes {@code hostname}, and some list it among their params. */
    private static @Nullable String hostname(@Nullable String hostname, ParamValues params) throws HttpErrorException {
        String param = params.hostname();
        if (hostname != null && param != null) {
            throw HttpErrorException.badRequest(
                    "parameters \"hostname\" and \"param_hostname\" are the same thing (expected: one of the two)");
        }
        return param == null ? hostname : param;
    }

    static Target target(String url) throws HttpErrorException {
        try {
            return Target.parse(url);
        } catch (InvalidTargetException e) {
            throw HttpErrorException.badRequest(e);
        }
    }

    private ProbeModule module(String name) throws HttpErrorException {
        ProbeModule module = configuration.modules().get(name);
        if (module == null) {
            onUnknownModule.run();
            throw HttpErrorException.badRequest("module \"" + Printable.masked(name)
                    + "\" is unknown (expected: one of "
                    + Printable.masked(String.join(", ", configuration.modules().keySet()), 500) + ")");
        }
        return module;
    }

    private static HostOverride hostOverride(String hostname, ProbeModule module) throws HttpErrorException {
        HostAndPort parsed;
        try {
            parsed = HostAndPort.parse(hostname, "hostname");
        } catch (InvalidTargetException e) {
            throw HttpErrorException.badRequest(e);
        }
        String own = hostHeader(module);
        if (own != null && !own.equalsIgnoreCase(hostname)) {
            throw HttpErrorException.badRequest("hostname \"" + hostname + "\" contradicts the Host header \"" + own
                    + "\" of module \"" + module.name() + "\" (expected: one of the two, or the same)");
        }
        return new HostOverride(onTheWire(hostname, parsed), parsed.host());
    }

    /** As given; only a name that a header cannot carry is converted to its ASCII form, as in a target. */
    private static String onTheWire(String hostname, HostAndPort parsed) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(hostname)) {
            return hostname;
        }
        return parsed.port() == null ? parsed.host() : parsed.host() + ":" + parsed.port();
    }

    private static @Nullable String hostHeader(ProbeModule module) {
        return module.upgrade().headers().stream()
                .filter(field -> field.hasName("Host"))
                .flatMap(field -> field.values().stream())
                .map(value -> value instanceof Value.Plain plain ? plain.text() : Secret.HIDDEN)
                .findFirst()
                .orElse(null);
    }
}
