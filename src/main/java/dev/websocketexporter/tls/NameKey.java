package dev.websocketexporter.tls;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Two names with equal keys are the same name (RFC 5280 §7.1): case, runs of spaces and the type of string do not count.
 *
 * <p>A comparison would take time with the square of the names' length, and a peer chooses the names.
 */
record NameKey(String canonical) {
    private static final String SPACES = " \t\n\u000B\f\r";

    static NameKey of(X500Name name) {
        StringBuilder canonical = new StringBuilder();
        for (RDN rdn : name.getRDNs()) {
            List<String> attributes = new ArrayList<>();
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                attributes.add(attribute.getType().getId() + '=' + folded(GoName.text(attribute.getValue())));
            }
            Collections.sort(attributes);
            for (String attribute : attributes) {
                // The length comes first, so that a separator inside a value cannot make different names equal.
                canonical.append(attribute.length()).append(':').append(attribute);
            }
            canonical.append('/');
        }
        return new NameKey(canonical.toString());
    }

    /** Without a regular expression, which took half of the time to read the trust store at the start. */
    private static String folded(String value) {
        String stripped = value.strip();
        StringBuilder single = new StringBuilder(stripped.length());
        boolean afterSpace = false;
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            boolean space = SPACES.indexOf(c) >= 0;
            if (!space || !afterSpace) {
                single.append(space ? ' ' : c);
            }
            afterSpace = space;
        }
        return single.toString().toLowerCase(Locale.ROOT);
    }
}
