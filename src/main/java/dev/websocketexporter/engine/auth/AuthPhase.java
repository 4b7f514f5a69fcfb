package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.values.RequestFields;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.engine.values.SentField.Visibility;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.engine.values.ValueReader.Contents;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Prepares what the upgrade request carries: the module's headers, secrets from files, credentials. The result has this
 * phase only if a token was fetched or a value could not be read; reading a file is not a phase of the target.
 */
public final class AuthPhase {
    private final ValueReader values;
    private final OAuth2TokenCache tokens;

    public AuthPhase(ValueReader values, OAuth2TokenCache tokens) {
        this.values = values;
        this.tokens = tokens;
    }

    public CompletableFuture<RequestFields> prepare(PhaseContext context) {
        UpgradeSettings upgrade = context.request().module().upgrade();
        List<RequestHeader> headers = headersFor(context.hop(), upgrade);
        Credentials credentials = context.hop().trusted() ? upgrade.credentials() : null;
        return ready(context, headers, credentials)
                .thenApply(fields -> hidden(context, fields))
                .thenCompose(fields -> credentials instanceof Credentials.OAuth2 oauth
                        ? withToken(context, oauth, fields)
                        : withoutPhase(context, fields));
    }

    /** The scheme in front of credentials is no secret; what follows it is. */
    private static List<SentField> hidden(PhaseContext context, List<SentField> fields) {
        for (SentField field : fields) {
            if (field.visibility() == Visibility.SECRET && !isHiddenAlready(context, field)) {
                String value = field.value();
                String shownToPeer = field.hasName("Authorization") ? value.substring(value.indexOf(' ') + 1) : value;
                context.log().hide(shownToPeer);
                if (field.isSubprotocols()) {
                    field.subprotocols().forEach(context.log()::hide);
                }
                if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
                    hideLogin(context, shownToPeer);
                }
            }
        }
        return fields;
    }

    /** What the probe brought along is hidden as the values of a query are: a mere word must stay readable elsewhere. */
    private static boolean isHiddenAlready(PhaseContext context, SentField field) {
        return !field.hasName("Authorization")
                && !field.hasName("Cookie")
                && context.request().params().has(field.value());
    }

    /** A peer that reads it may repeat it in the clear. */
    private static void hideLogin(PhaseContext context, String basic) {
        String login;
        try {
            login = new String(Base64.getDecoder().decode(basic.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return;
        }
        int colon = login.indexOf(':');
        context.log().hide(login.substring(colon + 1));
        if (colon > 0
                && context.request().module().upgrade().credentials() instanceof Credentials.Basic known
                && ValueReader.needsFile(known.username())) {
            context.log().hide(login.substring(0, colon));
        }
    }

    /** Credentials stay with the first host and port; so does a Host header, which is that host's name. */
    private static List<RequestHeader> headersFor(RedirectHop hop, UpgradeSettings upgrade) {
        return upgrade.headers().stream()
                .filter(header -> hop.trusted() || !(header.isCredential() || header.hasName("Host")))
                .toList();
    }

    private CompletableFuture<List<SentField>> ready(
            PhaseContext context, List<RequestHeader> headers, @Nullable Credentials credentials) {
        return values.secrets(context, valuesOf(headers, credentials)).thenCompose(files -> {
            try {
                return CompletableFuture.completedFuture(read(headers, credentials, files));
            } catch (ProbeFailedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private static List<Value> valuesOf(List<RequestHeader> headers, @Nullable Credentials credentials) {
        List<Value> all = new ArrayList<>();
        headers.forEach(header -> all.addAll(header.values()));
        if (credentials instanceof Credentials.Basic basic) {
            all.add(basic.username());
            all.add(basic.password());
        } else if (credentials instanceof Credentials.Authorization ready) {
            all.add(ready.credentials());
        }
        return all;
    }

    private static List<SentField> read(List<RequestHeader> headers, @Nullable Credentials credentials, Contents files)
            throws ProbeFailedException {
        List<SentField> fields = new ArrayList<>();
        for (RequestHeader header : headers) {
            fields.addAll(ValueReader.fields(header, files));
        }
        if (credentials instanceof Credentials.Basic basic) {
            fields.add(authorization(
                    "Basic",
                    SentField.basic(
                            ValueReader.text(basic.username(), files), ValueReader.text(basic.password(), files))));
        } else if (credentials instanceof Credentials.Authorization ready) {
            fields.add(authorization(ready.scheme(), ValueReader.line(ready.credentials(), files)));
        }
        return fields;
    }

    private static SentField authorization(String scheme, String credentials) {
        return new SentField("Authorization", scheme + " " + credentials, Visibility.SECRET);
    }

    private CompletableFuture<RequestFields> withToken(
            PhaseContext context, Credentials.OAuth2 oauth, List<SentField> fields) {
        context.waitFor(() -> "a token from the OAuth2 server");
        return tokens.bearer(context, oauth).thenApply(bearer -> {
            if (bearer.fromCache()) {
                context.clock().discard();
            }
            List<SentField> all = new ArrayList<>(fields);
            all.add(authorization(bearer.scheme(), bearer.token().reveal()));
            return new RequestFields(hidden(context, all), bearer.fromCache() ? bearer.token() : null);
        });
    }

    private static CompletableFuture<RequestFields> withoutPhase(PhaseContext context, List<SentField> fields) {
        context.clock().discard();
        return CompletableFuture.completedFuture(new RequestFields(fields, null));
    }
}
