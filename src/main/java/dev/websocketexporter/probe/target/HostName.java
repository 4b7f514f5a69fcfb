package dev.websocketexporter.probe.target;

import com.ibm.icu.text.IDNA;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host names in the form that DNS and TLS know: ASCII, in lower case. Others are mapped by IDNA 2008 as browsers do it (UTS
 * 46 without transitional processing), so that {@code straße.example} is never {@code strasse.example}.
 */
public final class HostName {
    /** RFC 1035 §2.3.4. */
    private static final int MAX_LABEL = 63;

    private static final int MAX_NAME = 253;

    /** Escapes of bytes that are no ASCII. */
    private static final Pattern ESCAPES = Pattern.compile("(%[89A-Fa-f][0-9A-Fa-f])+");

    private HostName() {}

    /**
     * The name in its ASCII form; a dot at its end stays.
     *
     * @param what how a message calls what has the name: {@code target}, {@code hostname}
     * @throws InvalidTargetException with one line that says what is wrong and what would be right
     */
    public static String parse(String name, String what) throws InvalidTargetException {
        return checked(mapped(name, what), what);
    }

    /** The labels, an empty one after a dot at the end; the dots of East Asian scripts are dots too (UTS 46 §2.3). */
    static List<String> labels(String name) {
        return Arrays.asList(name.split("[.\u3002\uff0e\uff61]", -1));
    }

    /** The ASCII form, which may be no name at all, such as an address. */
    static String mapped(String encoded, String what) throws InvalidTargetException {
        String name = encoded.indexOf('%') < 0 ? encoded : decoded(encoded);
        // What is ASCII is as it stands, as for curl and Go: also a label xn--… that stands for nothing.
        return StandardCharsets.US_ASCII.newEncoder().canEncode(name)
                ? name.toLowerCase(Locale.ROOT)
                : Mapping.map(name, what);
    }

    /** Percent-encoded UTF-8 in a host (RFC 3986 §3.2.2) stands for letters beyond ASCII, as in Go; anything else stays. */
    private static String decoded(String name) {
        Matcher escapes = ESCAPES.matcher(name);
        return escapes.replaceAll(match -> Matcher.quoteReplacement(letters(match.group())));
    }

    private static String letters(String escapes) {
        byte[] bytes = HexFormat.of().parseHex(escapes.replace("%", ""));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return escapes;
        }
    }

    static String checked(String ascii, String what) throws InvalidTargetException {
        String relative = withoutTrailingDot(ascii);
        if (relative.isEmpty() || relative.length() > MAX_NAME) {
            throw badName(what);
        }
        for (String label : relative.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL || !label.chars().allMatch(HostName::mayBeInName)) {
                throw badName(what);
            }
        }
        return ascii;
    }

    /** A name with its last dot is the same name, which no search list of a resolver is tried with. */
    public static String withoutTrailingDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static InvalidTargetException badName(String what) {
        return new InvalidTargetException(
                what + " has a host that is no host name (expected: labels of letters, digits,"
                        + " hyphens and underscores, at most 63 characters each, 253 in all)");
    }

    /** The underscore is no letter of a host name, but of many a service's name in a container network. */
    private static boolean mayBeInName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** Apart, so that the tables are loaded when the first name needs them, and not at the start. */
    private static final class Mapping {
        /** As in the WHATWG URL Standard (§3.3, domain to ASCII) without its flag beStrict: hyphens may stand anywhere. */
        private static final Set<IDNA.Error> HARMLESS =
                EnumSet.of(IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN, IDNA.Error.HYPHEN_3_4);

        private static final IDNA UTS46 =
                IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

        private Mapping() {}

        static String map(String name, String what) throws InvalidTargetException {
            IDNA.Info info = new IDNA.Info();
            String ascii = UTS46.nameToASCII(name, new StringBuilder(), info).toString();
            Set<IDNA.Error> errors = EnumSet.noneOf(IDNA.Error.class);
            errors.addAll(info.getErrors());
            errors.removeAll(HARMLESS);
            if (!errors.isEmpty()) {
                throw InvalidTargetException.withoutAsciiForm(
                        what, words(errors.iterator().next(), name));
            }
            return ascii.toLowerCase(Locale.ROOT);
        }

        private static String words(IDNA.Error error, String name) {
            return switch (error) {
                case EMPTY_LABEL -> "nothing is left between two of its dots";
                case LABEL_TOO_LONG -> "a label has more than 63 characters there";
                case DOMAIN_NAME_TOO_LONG -> "it has more than 253 characters there";
                case LEADING_COMBINING_MARK -> "a label begins with a combining mark";
                case PUNYCODE, INVALID_ACE_LABEL, LABEL_HAS_DOT -> "a label with xn-- stands for nothing";
                case BIDI -> "a label mixes letters written from left to right and from right to left (RFC 5893)";
                case CONTEXTJ -> "a zero-width joiner stands where nothing is joined (RFC 5892, appendix A)";
                default -> disallowed(name) + " may be in no host name";
            };
        }

        private static String disallowed(String name) {
            return name.codePoints()
                    .filter(Mapping::isDisallowed)
                    .mapToObj(c -> String.format(Locale.ROOT, "the character U+%04X", c))
                    .findFirst()
                    .orElse("one of its characters");
        }

        private static boolean isDisallowed(int c) {
            IDNA.Info info = new IDNA.Info();
            UTS46.labelToASCII("a" + Character.toString(c), new StringBuilder(), info);
            return info.getErrors().contains(IDNA.Error.DISALLOWED);
        }
    }
}
