package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.value.Printable;
import java.util.Arrays;
import java.util.Map;

/** A family of addresses, by blackbox_exporter's names. */
final class IpProtocolType extends ScalarType<IpProtocol> {
    static final IpProtocolType INSTANCE = new IpProtocolType();

    private IpProtocolType() {
        super("ip4 or ip6");
    }

    @Override
    IpProtocol parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        for (IpProtocol protocol : IpProtocol.values()) {
            if (protocol.label().equals(scalar.text())) {
                return protocol;
            }
        }
        throw new BadValueException(Printable.quoted(scalar.text()) + " is no family of addresses");
    }

    @Override
    public Object toYaml(IpProtocol value) {
        return value.label();
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "enum",
                Arrays.stream(IpProtocol.values()).map(IpProtocol::label).toList());
    }
}
