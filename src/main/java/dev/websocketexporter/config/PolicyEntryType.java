package dev.websocketexporter.config;

import dev.websocketexporter.probe.target.PolicyEntry;
import dev.websocketexporter.probe.value.Printable;

/** A host glob, an address or a network. */
final class PolicyEntryType extends ScalarType<PolicyEntry> {
    static final PolicyEntryType INSTANCE = new PolicyEntryType();

    private PolicyEntryType() {
        super("a host glob such as *.example.com, an address, or a network such as 10.0.0.0/8");
    }

    @Override
    PolicyEntry parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        try {
            return PolicyEntry.parse(scalar.text());
        } catch (IllegalArgumentException e) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no policy entry", e);
        }
    }
}
