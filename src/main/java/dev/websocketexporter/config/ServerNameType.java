package dev.websocketexporter.config;

import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.Printable;

/** A host's name or address, without a port. */
final class ServerNameType extends ScalarType<String> {
    static final ServerNameType INSTANCE = new ServerNameType();

    private ServerNameType() {
        super("a host name such as www.example.com, or an address");
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        String text = scalar.text();
        boolean bareIpv6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
        try {
            HostAndPort parsed = HostAndPort.parse(bareIpv6 ? "[" + text + "]" : text, "server_name");
            if (parsed.port() == null && !text.endsWith(":")) {
                return parsed.host();
            }
        } catch (InvalidTargetException e) {
            throw new BadValueException(Printable.quoted(text) + " is no host name", e);
        }
        throw BadValueException.withHint(Printable.quoted(text) + " has a port", "expected: the host alone");
    }
}
