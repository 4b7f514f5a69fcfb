package dev.websocketexporter.tls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A leaf and its issuers, each of which signed the one before.
 *
 * @param members the leaf first; never empty
 * @param end what is behind the last one
 * @param refused the issuer whose key is refused; absent unless that is the end
 */
record CertificatePath(
        List<PathMember> members, End end, @Nullable PathMember refused) {
    enum End {
        /** Nothing, and nothing is needed: the last one is an anchor. */
        ANCHOR,
        /** Nobody presented or trusted has the name of the last one's issuer. */
        ISSUER_UNKNOWN,
        /** Somebody has the name of the last one's issuer, but not the key that signed it. */
        ISSUER_DID_NOT_SIGN,
        /** The key of whoever has the name of the last one's issuer is of a kind or a size that is refused. */
        ISSUER_KEY_REFUSED
    }

    CertificatePath(List<PathMember> members, End end) {
        this(members, end, null);
    }

    CertificatePath {
        members = List.copyOf(members);
    }

    PathMember leaf() {
        return members.get(0);
    }

    PathMember top() {
        return members.get(members.size() - 1);
    }

    boolean isAnchored() {
        return end == End.ANCHOR;
    }

    boolean contains(ParsedCertificate certificate) {
        return members.stream().anyMatch(member -> member.certificate().hasSubjectAndKeyOf(certificate));
    }

    CertificatePath refusing(PathMember issuer) {
        return new CertificatePath(members, End.ISSUER_KEY_REFUSED, issuer);
    }

    CertificatePath extendedBy(PathMember issuer, End newEnd) {
        List<PathMember> longer = new ArrayList<>(members);
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

    /** Nearest to the leaf. */
    @Nullable
    PathMember firstExpired(Instant now) {
        return members.stream()
                .filter(member -> member.certificate().notAfter != null && now.isAfter(member.certificate().notAfter))
                .findFirst()
                .orElse(null);
    }

    /** Nearest to the leaf. */
    @Nullable
    PathMember firstNotYetValid(Instant now) {
        return members.stream()
                .filter(member ->
                        member.certificate().notBefore != null && now.isBefore(member.certificate().notBefore))
                .findFirst()
                .orElse(null);
    }

    /** Nearest to the leaf. What an anchor says of itself proves nothing, however strong, and so does a root's. */
    @Nullable
    PathMember firstWeaklySigned() {
        boolean topProvesNothing = isAnchored() || top().certificate().isSelfIssued();
        return members.subList(0, topProvesNothing ? members.size() - 1 : members.size()).stream()
                .filter(member -> member.certificate().signature.isWeak())
                .findFirst()
                .orElse(null);
    }

    /** Nearest to the leaf; the anchor's key counts too, since everything hangs on it. */
    @Nullable
    PathMember firstWithABrokenKey() {
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
