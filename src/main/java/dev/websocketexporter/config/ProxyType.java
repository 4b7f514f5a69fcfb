package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.target.InvalidTargetException;

/** The URL of a proxy. Its user info is a secret, and so nothing of a broken one is shown. */
final class ProxyType extends ScalarType<Proxy> {
    static final ProxyType INSTANCE = new ProxyType();

    private static final String EXPECTED = " (expected: ";

    private ProxyType() {
        super("an http, https or socks5 URL such as http://user:password@proxy.example:3128");
    }

    @Override
    Proxy parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        try {
            return Proxy.parse(scalar.text());
        } catch (InvalidTargetException e) {
            // Without its @, a password would be taken for a port.
            String message = String.valueOf(e.getMessage()).replaceFirst("the port \".*\"", "a port that is none");
            int expected = message.lastIndexOf(EXPECTED);
            String problem = expected < 0 ? message : message.substring(0, expected);
            throw new BadValueException(problem.replaceFirst("^proxy URL ", ""), e);
        }
    }
}
