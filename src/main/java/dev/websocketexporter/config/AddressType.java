package dev.websocketexporter.config;

import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.probe.value.Printable;
import java.net.InetAddress;

/** An IP address. */
final class AddressType extends ScalarType<InetAddress> {
    static final AddressType INSTANCE = new AddressType();

    private AddressType() {
        super("an address such as 192.0.2.1 or 2001:db8::1");
    }

    @Override
    InetAddress parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        String text = scalar.text();
        try {
            HostAndPort parsed = HostAndPort.parse(HostAndPort.bracketed(text), "address");
            if (parsed.address() != null) {
                return parsed.address();
            }
        } catch (InvalidTargetException e) {
            throw new BadValueException(Printable.quoted(text) + " is no address", e);
        }
        throw new BadValueException(Printable.quoted(text) + " is no address");
    }

    @Override
    public Object toYaml(InetAddress value) {
        return IpText.of(value);
    }
}
