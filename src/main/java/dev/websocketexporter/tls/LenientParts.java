package dev.websocketexporter.tls;

import dev.websocketexporter.probe.value.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Primitive;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a structure in DER one by one, and notes those that it cannot read. For one thread. */
final class LenientParts {
    private final List<byte[]> parts;
    private final boolean known;
    private final List<String> flaws = new ArrayList<>();

    private LenientParts(List<byte[]> parts, boolean known) {
        this.parts = parts;
        this.known = known;
    }

    /** @param what a message calls the whole */
    static LenientParts of(byte[] der, String what) {
        try {
            LenientParts parts = new LenientParts(DerParts.of(der, DerParts.SEQUENCE), true);
            if (DerParts.hasPaddedLength(der)) {
                parts.flaw(what + " has a length in more bytes than it needs");
            }
            return parts;
        } catch (IllegalArgumentException e) {
            LenientParts none = none();
            none.flaw(what + " cannot be read: " + Printable.excerpt(e));
            return none;
        }
    }

    /** In the place of a whole that cannot be read, which is said already: its parts are no further flaws. */
    static LenientParts none() {
        return new LenientParts(List.of(), false);
    }

    boolean isKnown() {
        return known;
    }

    int count() {
        return parts.size();
    }

    /** The encoding of a part; empty when there are not that many. */
    byte[] part(int index) {
        return index < parts.size() ? parts.get(index) : new byte[0];
    }

    /** Reads a part, or gives what stands for one that cannot be read. */
    <T> T read(int index, String what, Function<byte[], T> reader, T otherwise) {
        T value = read(index, what, reader);
        return value == null ? otherwise : value;
    }

    /** Reads a part; absent: it cannot be read. */
    <T> @Nullable T read(int index, String what, Function<byte[], T> reader) {
        if (!known) {
            return null;
        }
        try {
            return reader.apply(part(index));
        } catch (UnreadableException e) {
            flaw(what + " cannot be read");
            return null;
        } catch (RuntimeException e) {
            flaw(what + " cannot be read: " + Printable.excerpt(e));
            return null;
        }
    }

    /** A library cannot read it, and says so in words for its programmers. */
    private static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(Exception cause) {
            super(cause);
        }
    }

    /** A reader of bytes from one of Bouncy Castle's objects. */
    static <T> Function<byte[], T> parsed(Function<ASN1Primitive, T> reader) {
        return der -> {
            try {
                return reader.apply(ASN1Primitive.fromByteArray(der));
            } catch (IOException | RuntimeException e) {
                throw new UnreadableException(e);
            }
        };
    }

    void flaw(String flaw) {
        flaws.add(flaw);
    }

    List<String> flaws() {
        return List.copyOf(flaws);
    }
}
