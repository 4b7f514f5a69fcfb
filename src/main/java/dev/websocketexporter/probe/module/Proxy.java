package dev.websocketexporter.probe.module;

import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A proxy through which targets are reached.
 *
 * @param kind how it is spoken to
 * @param address where it is; the port is there
 * @param login user name and password; absent: none
 */
public record Proxy(
        Kind kind, HostAndPort address, @Nullable Login login) {
    /** How a proxy is spoken to. */
    public enum Kind {
        /** HTTP CONNECT (RFC 9110 §9.3.6). */
        HTTP("http", 80),
        /** HTTP CONNECT inside TLS. */
        HTTPS("https", 443),
        /** RFC 1928; names are resolved by the proxy. */
        SOCKS5("socks5", 1080);

        private final String scheme;
        private final int defaultPort;

        Kind(String scheme, int defaultPort) {
            this.scheme = scheme;
            this.defaultPort = defaultPort;
        }

        public String scheme() {
            return scheme;
        }
    }

    /** What stands in the URL's user info; a secret. */
    public record Login(Secret username, Secret password) {}

    /** RFC 1929 §2: the length of each is one byte. */
    private static final int MAX_SOCKS_LOGIN_BYTES = 255;

    private static final String EXPECTED = " (expected: such as http://user:password@proxy.example:3128)";

    /**
     * Parses the URL of a proxy.
     *
     * @throws InvalidTargetException with one line that says what is wrong, without what may be secret
     */
    public static Proxy parse(String url) throws InvalidTargetException {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        Kind kind = switch (scheme) {
            case "http" -> Kind.HTTP;
            case "https" -> Kind.HTTPS;
            case "socks5", "socks5h" -> Kind.SOCKS5;
            default ->
                throw new InvalidTargetException("proxy URL has no scheme among http, https and socks5" + EXPECTED);
        };
        String rest = url.substring(schemeEnd + 3);
        String authority = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        if (authority.indexOf('/') >= 0 || authority.indexOf('?') >= 0 || authority.indexOf('#') >= 0) {
            throw new InvalidTargetException("proxy URL has something after its host and port" + EXPECTED);
        }
        int at = authority.lastIndexOf('@');
        HostAndPort address = HostAndPort.parse(authority.substring(at + 1), "proxy URL");
        Integer port = address.port();
        Login login = at < 0 ? null : login(authority.substring(0, at));
        if (kind == Kind.SOCKS5 && login != null && !(fitsSocks(login.username()) && fitsSocks(login.password()))) {
            throw new InvalidTargetException("proxy URL has a user name or a password of more than "
                    + MAX_SOCKS_LOGIN_BYTES + " bytes, which SOCKS5 cannot carry" + EXPECTED);
        }
        return new Proxy(
                kind,
                new HostAndPort(address.host(), address.address(), port == null ? kind.defaultPort : port),
                login);
    }

    private static boolean fitsSocks(Secret part) {
        return part.reveal().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKS_LOGIN_BYTES;
    }

    private static Login login(String userInfo) throws InvalidTargetException {
        int colon = userInfo.indexOf(':');
        String username = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        try {
            return new Login(new Secret(percentDecoded(username)), new Secret(percentDecoded(password)));
        } catch (IllegalArgumentException e) {
            throw new InvalidTargetException("proxy URL has a broken percent-encoding in its user info" + EXPECTED);
        }
    }

    private static String percentDecoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The port that is dialled. */
    public int port() {
        Integer port = address.port();
        return port == null ? kind.defaultPort : port;
    }

    /** The URL for humans, without the login. */
    @Override
    public String toString() {
        String host = HostAndPort.bracketed(address.host());
        return kind.scheme + "://" + (login == null ? "" : Secret.HIDDEN + "@") + host + ":" + port();
    }
}
