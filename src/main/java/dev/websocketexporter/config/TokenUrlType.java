package dev.websocketexporter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where an OAuth 2 token is fetched. It is shown, and so it may hold no password. */
final class TokenUrlType extends ScalarType<URI> {
    static final TokenUrlType INSTANCE = new TokenUrlType();

    private TokenUrlType() {
        super("an http or https URL such as https://login.example.com/oauth2/token");
    }

    @Override
    URI parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        URI url;
        try {
            url = new URI(scalar.text());
        } catch (URISyntaxException e) {
            throw new BadValueException("is no URL", e);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new BadValueException("is no http or https URL");
        }
        if (url.getRawUserInfo() != null
                || String.valueOf(url.getRawAuthority()).indexOf('@') >= 0) {
            throw BadValueException.withHint(
                    "has user info", "expected: the credentials in client_id and client_secret");
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65_535) {
            throw new BadValueException("has no host, or a port that is none");
        }
        if (url.getRawFragment() != null) {
            throw BadValueException.withHint("has a fragment", "expected: nothing from # on");
        }
        return url;
    }
}
