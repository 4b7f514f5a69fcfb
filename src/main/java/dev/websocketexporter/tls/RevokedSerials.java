package dev.websocketexporter.tls;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLReason;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a revocation list (RFC 5280 §5.1.2.6), sorted by serial number: hundreds of thousands of them, each in about
 * as much memory as it takes in DER.
 */
final class RevokedSerials {
    /** After the serial number: the seconds since 1970, and the reason. */
    private static final int TAIL_BYTES = Long.BYTES + 1;

    private static final byte NO_REASON = -1;

    /** Header, alignment and reference of an array. */
    private static final long BYTES_OF_ROW = 24;

    private static final Comparator<byte[]> BY_SERIAL =
            (one, other) -> Arrays.compare(one, 0, one.length - TAIL_BYTES, other, 0, other.length - TAIL_BYTES);

    private final byte[][] rows;

    private RevokedSerials(byte[][] rows) {
        this.rows = rows;
    }

    /** @param rows of {@link #row}, in any order */
    static RevokedSerials of(List<byte[]> rows) {
        byte[][] sorted = rows.toArray(new byte[0][]);
        Arrays.sort(sorted, BY_SERIAL);
        return new RevokedSerials(sorted);
    }

    /** @param reason as in §5.3.1; absent when the entry does not give one */
    static byte[] row(BigInteger serial, Instant since, @Nullable Integer reason) {
        byte[] number = serial.toByteArray();
        return ByteBuffer.allocate(number.length + TAIL_BYTES)
                .put(number)
                .putLong(since.getEpochSecond())
                .put(reason == null ? NO_REASON : reason.byteValue())
                .array();
    }

    /** What the entry of that certificate says, such as {@code revoked 2026-11-01T00:00:00Z (keyCompromise)}; absent: it has none. */
    @Nullable
    String entry(BigInteger serial) {
        int at = Arrays.binarySearch(rows, row(serial, Instant.EPOCH, null), BY_SERIAL);
        if (at < 0) {
            return null;
        }
        byte[] row = rows[at];
        ByteBuffer tail = ByteBuffer.wrap(row, row.length - TAIL_BYTES, TAIL_BYTES);
        String when = "revoked " + Instant.ofEpochSecond(tail.getLong());
        byte reason = tail.get();
        // Bouncy Castle writes "CRLReason: keyCompromise".
        return reason == NO_REASON
                ? when
                : when + " (" + CRLReason.lookup(reason).toString().replace("CRLReason: ", "") + ")";
    }

    /** About how many bytes of memory they take. */
    long approximateBytes() {
        long bytes = 0;
        for (byte[] row : rows) {
            bytes += BYTES_OF_ROW + row.length;
        }
        return bytes;
    }
}
