package dev.websocketexporter.tls;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A leaf and its issuers, each of which signed the one before.
 *
 * @param members the leaf first; never empty
 * @param end why the path ends at its last certificate
 * @param refused the issuer whose key is refused; absent unless that is the end
 */
record CertificatePath(
        List<Member> members, End end, @Nullable Member refused) {
    enum End {
        /** The last one is an anchor. */
        ANCHOR,
        /** No presented or trusted certificate has the name of the last one's issuer. */
        ISSUER_UNKNOWN,
        /** A certificate has the name of the last one's issuer, but not the key that signed it. */
        ISSUER_DID_NOT_SIGN,
        /** The key of a certificate with the name of the last one's issuer is of a kind or a size that is refused. */
        ISSUER_KEY_REFUSED
    }

    CertificatePath(List<Member> members, End end) {
        this(members, end, null);
    }

    /**
     * A certificate and its place in the path.
     *
     * @param place its name in messages: {@code leaf}, {@code certificate 2} (as presented, from 0), {@code anchor}
     */
    record Member(String place, ParsedCertificate certificate) {
        static Member presented(int position, ParsedCertificate certificate) {
            return new Member(position == 0 ? "leaf" : "certificate " + position, certificate);
        }

        static Member anchor(ParsedCertificate certificate) {
            return new Member("anchor", certificate);
        }

        /** For messages: {@code certificate 1 CN=Issuing CA}. */
        @Override
        public String toString() {
            String subject = certificate.shortSubject();
            return subject.isEmpty() ? place : place + " " + subject;
        }
    }

    CertificatePath {
        members = List.copyOf(members);
    }

    Member leaf() {
        return members.get(0);
    }

    Member top() {
        return members.get(members.size() - 1);
    }

    boolean isAnchored() {
        return end == End.ANCHOR;
    }

    boolean contains(ParsedCertificate certificate) {
        return members.stream().anyMatch(member -> member.certificate().hasSubjectAndKeyOf(certificate));
    }

    CertificatePath refusing(Member issuer) {
        return new CertificatePath(members, End.ISSUER_KEY_REFUSED, issuer);
    }

    CertificatePath extendedBy(Member issuer, End newEnd) {
        List<Member> longer = new ArrayList<>(members);
        longer.add(issuer);
        return new CertificatePath(longer, newEnd);
    }

    /** The earliest notAfter, the anchor's included; those that cannot be read are a flaw, and left out. */
    Instant expiry() {
        return members.stream()
                .map(member -> member.certificate().notAfter)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** Nearest to the leaf. Dates are to the second (RFC 5280 §4.1.2.5), so that the last one lasts until its end. */
    @Nullable
    Member firstExpired(Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return members.stream()
                .filter(member ->
                        member.certificate().notAfter != null && second.isAfter(member.certificate().notAfter))
                .findFirst()
                .orElse(null);
    }

    /** Nearest to the leaf. */
    @Nullable
    Member firstNotYetValid(Instant now) {
        return members.stream()
                .filter(member ->
                        member.certificate().notBefore != null && now.isBefore(member.certificate().notBefore))
                .findFirst()
                .orElse(null);
    }

    /** Nearest to the leaf. The signature of an anchor or a root on itself is not judged, since it proves nothing. */
    @Nullable
    Member firstWeaklySigned() {
        boolean topProvesNothing = isAnchored() || top().certificate().isSelfIssued();
        return members.subList(0, topProvesNothing ? members.size() - 1 : members.size()).stream()
                .filter(member -> member.certificate().signature.isWeak())
                .findFirst()
                .orElse(null);
    }

    /** Nearest to the leaf; the anchor's key counts too, since the whole path depends on it. */
    @Nullable
    Member firstWithABrokenKey() {
        return members.stream()
                .filter(member -> member.certificate().strength().weakness() != null)
                .findFirst()
                .orElse(null);
    }

    boolean hasStrongKeys() {
        return members.stream()
                .allMatch(member -> member.certificate().strength().isEnough());
    }
}
