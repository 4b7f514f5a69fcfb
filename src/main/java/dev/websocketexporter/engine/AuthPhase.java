package dev.websocketexporter.engine;

import dev.websocketexporter.engine.SentField.Visibility;
import dev.websocketexporter.probe.Credentials;
import dev.websocketexporter.probe.RequestHeader;
import dev.websocketexporter.probe.UpgradeSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gets ready what the upgrade request shows: the module's headers, secrets from files, credentials. The phase is told
 * only when a token was fetched or something could not be had; reading a file is no phase of the target.
 */
final class AuthPhase {
    private final Offload offload;
    private final Tokens tokens;

    AuthPhase(Offload offload, Tokens tokens) {
        this.offload = offload;
        this.tokens = tokens;
    }

    CompletableFuture<List<SentField>> prepare(ProbeRun run) {
        UpgradeSettings upgrade = run.request().module().upgrade();
        List<RequestHeader> headers = headersFor(run.hop(), upgrade);
        Credentials credentials = run.hop().trusted() ? upgrade.credentials() : null;
        return ready(run, headers, credentials)
                .thenApply(fields -> hidden(run, fields))
                .thenCompose(fields -> credentials instanceof Credentials.OAuth2 oauth
                        ? withToken(run, oauth, fields)
                        : withoutPhase(run, fields));
    }

    /** The scheme in front of credentials is no secret; what follows it is. */
    private static List<SentField> hidden(ProbeRun run, List<SentField> fields) {
        for (SentField field : fields) {
            if (field.visibility() == Visibility.SECRET) {
                String value = field.value();
                String shownToPeer = field.hasName("Authorization") ? value.substring(value.indexOf(' ') + 1) : value;
                run.log().hide(shownToPeer);
                if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
                    hideLogin(run, shownToPeer);
                }
            }
        }
        return fields;
    }

    /** A peer that reads it may repeat it in the clear. */
    private static void hideLogin(ProbeRun run, String basic) {
        String login;
        try {
            login = new String(Base64.getDecoder().decode(basic.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return;
        }
        int colon = login.indexOf(':');
        run.log().hide(login.substring(colon + 1));
        if (colon > 0
                && run.request().module().upgrade().credentials() instanceof Credentials.Basic known
                && ValueReader.needsFile(known.username())) {
            run.log().hide(login.substring(0, colon));
        }
    }

    /** Credentials stay with the first host and port; so does a Host header, which is that host's name. */
    private static List<RequestHeader> headersFor(Hop hop, UpgradeSettings upgrade) {
        return upgrade.headers().stream()
                .filter(header -> hop.trusted() || !(header.isCredential() || header.hasName("Host")))
                .toList();
    }

    private CompletableFuture<List<SentField>> ready(
            ProbeRun run, List<RequestHeader> headers, @Nullable Credentials credentials) {
        if (!needsFile(headers, credentials)) {
            try {
                return CompletableFuture.completedFuture(read(headers, credentials));
            } catch (ProbeFailure e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return offload.call(run, () -> read(headers, credentials));
    }

    private static boolean needsFile(List<RequestHeader> headers, @Nullable Credentials credentials) {
        boolean inHeaders =
                headers.stream().flatMap(header -> header.values().stream()).anyMatch(ValueReader::needsFile);
        return inHeaders
                || (credentials instanceof Credentials.Basic basic
                        && (ValueReader.needsFile(basic.username()) || ValueReader.needsFile(basic.password())))
                || (credentials instanceof Credentials.Authorization ready
                        && ValueReader.needsFile(ready.credentials()));
    }

    private static List<SentField> read(List<RequestHeader> headers, @Nullable Credentials credentials)
            throws ProbeFailure {
        List<SentField> fields = new ArrayList<>();
        for (RequestHeader header : headers) {
            fields.addAll(ValueReader.fields(header));
        }
        if (credentials instanceof Credentials.Basic basic) {
            fields.add(authorization(
                    "Basic", basic(ValueReader.text(basic.username()), ValueReader.text(basic.password()))));
        } else if (credentials instanceof Credentials.Authorization ready) {
            fields.add(authorization(ready.scheme(), ValueReader.line(ready.credentials())));
        }
        return fields;
    }

    /** RFC 7617 §2. */
    static String basic(String username, String password) {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static SentField authorization(String scheme, String credentials) {
        return new SentField("Authorization", scheme + " " + credentials, Visibility.SECRET);
    }

    private CompletableFuture<List<SentField>> withToken(
            ProbeRun run, Credentials.OAuth2 oauth, List<SentField> fields) {
        return tokens.bearer(run, oauth).thenApply(bearer -> {
            run.findings().bearer = bearer;
            if (bearer.fromCache()) {
                run.clock().discard();
            }
            List<SentField> all = new ArrayList<>(fields);
            all.add(authorization("Bearer", bearer.token().reveal()));
            return hidden(run, all);
        });
    }

    private static CompletableFuture<List<SentField>> withoutPhase(ProbeRun run, List<SentField> fields) {
        run.clock().discard();
        return CompletableFuture.completedFuture(fields);
    }
}
