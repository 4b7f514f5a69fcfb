package dev.websocketexporter.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.util.encoders.Hex;

/**
 * Prints a distinguished name as Go's {@code pkix.Name.String()} does, which is how blackbox_exporter shows it: well-known
 * attributes in a fixed order, whatever their order in the certificate, then the others, the last first.
 */
final class GoName {
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SERIAL_NUMBER = "2.5.4.5";

    /** In the order in which they are printed. */
    private static final List<Attribute> KNOWN = List.of(
            new Attribute(SERIAL_NUMBER, "SERIALNUMBER"),
            new Attribute(COMMON_NAME, "CN"),
            new Attribute("2.5.4.11", "OU"),
            new Attribute("2.5.4.10", "O"),
            new Attribute("2.5.4.17", "POSTALCODE"),
            new Attribute("2.5.4.9", "STREET"),
            new Attribute("2.5.4.7", "L"),
            new Attribute("2.5.4.8", "ST"),
            new Attribute("2.5.4.6", "C"));

    private record Attribute(String oid, String name) {}

    private final Map<String, List<String>> known = new HashMap<>();
    private final List<String> others = new ArrayList<>();

    private GoName(X500Name name) {
        for (RDN rdn : name.getRDNs()) {
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                add(attribute);
            }
        }
    }

    static String format(X500Name name) {
        return new GoName(name).print();
    }

    /** The last common name, as Go takes it; empty when there is none. */
    static String commonName(X500Name name) {
        return last(new GoName(name).known.getOrDefault(COMMON_NAME, List.of()));
    }

    private void add(AttributeTypeAndValue attribute) {
        String oid = attribute.getType().getId();
        String text = text(attribute.getValue());
        if (KNOWN.stream().anyMatch(attributeKnown -> attributeKnown.oid.equals(oid))) {
            known.computeIfAbsent(oid, none -> new ArrayList<>()).add(text);
        } else {
            others.add(oid + "=#" + hex(asGoEncodes(text)));
        }
    }

    private String print() {
        List<String> parts = new ArrayList<>();
        for (Attribute attribute : KNOWN) {
            List<String> values = printed(attribute.oid);
            if (!values.isEmpty()) {
                parts.add(values.stream()
                        .map(value -> attribute.name + "=" + escaped(value))
                        .collect(Collectors.joining("+")));
            }
        }
        List<String> lastFirst = new ArrayList<>(others);
        Collections.reverse(lastFirst);
        parts.addAll(lastFirst);
        return String.join(",", parts);
    }

    /** Of these two Go keeps one value, the last, and takes an empty one for none. */
    private List<String> printed(String oid) {
        List<String> values = known.getOrDefault(oid, List.of());
        if (!oid.equals(COMMON_NAME) && !oid.equals(SERIAL_NUMBER)) {
            return values;
        }
        String last = last(values);
        return last.isEmpty() ? List.of() : List.of(last);
    }

    private static String last(List<String> values) {
        return values.isEmpty() ? "" : values.get(values.size() - 1);
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 4);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = i == 0 || i == value.length() - 1;
            if (",+\"\\<>;".indexOf(c) >= 0 || (c == ' ' && edge) || (c == '#' && i == 0)) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** A value of a type that Go does not read makes Go refuse the certificate; here it is shown in hex. */
    static String text(ASN1Encodable value) {
        try {
            if (value instanceof ASN1BMPString bmp) {
                return withoutTerminator(bmp.getString());
            }
            if (value instanceof ASN1String string) {
                return string.getString();
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Bytes that are no UTF-8: shown in hex, as every other value that is no text.
            return "#" + hex(value);
        }
        return "#" + hex(value);
    }

    private static String withoutTerminator(String text) {
        String trimmed = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        return new String(trimmed.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static ASN1Encodable asGoEncodes(String text) {
        boolean printable = text.chars().allMatch(GoName::isPrintable);
        return printable ? new DERPrintableString(text) : new DERUTF8String(text);
    }

    /** X.680 §41.4. */
    private static boolean isPrintable(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || " '()+,-./:=?".indexOf(c) >= 0;
    }

    private static String hex(ASN1Encodable value) {
        try {
            return Hex.toHexString(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new UncheckedIOException("a value that was read cannot be written", e);
        }
    }
}
