package dev.websocketexporter.tls;

import dev.websocketexporter.tls.CertificatePath.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the paths from a leaf to the anchors among certificates that a peer sent in any order, with any superfluous,
 * repeated or cross-signed ones among them.
 *
 * <p>The numbers of certificates, verified signatures and steps are bounded, since the peer chooses the input. No pair of
 * name and key is twice on a path, so that loops end. Confined to one thread.
 */
final class PathSearch {
    /** Further presented certificates are reported, but not searched. */
    static final int MAX_PRESENTED = 16;

    static final int MAX_SIGNATURES = 64;
    static final int MAX_STEPS = 1_000;
    static final int MAX_PATHS = 64;

    private final List<Member> presented;
    private final TrustAnchors anchors;
    private final Map<Signing, Boolean> signings = new HashMap<>();
    private final List<CertificatePath> found = new ArrayList<>();
    private int steps;

    /** Both are compared by identity. */
    private record Signing(ParsedCertificate signed, ParsedCertificate signer) {}

    private PathSearch(List<Member> presented, TrustAnchors anchors) {
        this.presented = presented;
        this.anchors = anchors;
    }

    /**
     * All paths in the order in which they are found, those without an anchor too.
     *
     * @param presented the leaf first; never empty
     */
    static List<CertificatePath> paths(List<ParsedCertificate> presented, TrustAnchors anchors) {
        PathSearch search = new PathSearch(distinct(presented), anchors);
        Member leaf = search.presented.get(0);
        if (anchors.contains(leaf.certificate())) {
            return List.of(new CertificatePath(List.of(leaf), CertificatePath.End.ANCHOR));
        }
        search.follow(new CertificatePath(List.of(leaf), CertificatePath.End.ISSUER_UNKNOWN));
        return List.copyOf(search.found);
    }

    private static List<Member> distinct(List<ParsedCertificate> presented) {
        Set<String> seen = new HashSet<>();
        List<Member> members = new ArrayList<>();
        for (int position = 0; position < presented.size() && members.size() < MAX_PRESENTED; position++) {
            ParsedCertificate certificate = presented.get(position);
            if (seen.add(certificate.fingerprint)) {
                members.add(Member.presented(position, certificate));
            }
        }
        return members;
    }

    private void follow(CertificatePath path) {
        ParsedCertificate last = path.top().certificate();
        List<Member> issuers = new ArrayList<>();
        anchors.named(last.issuerKey).forEach(anchor -> issuers.add(Member.anchor(anchor)));
        int anchorCount = issuers.size();
        presented.stream()
                .filter(member -> member.certificate().subjectKey.equals(last.issuerKey))
                .forEach(issuers::add);

        boolean ended = true;
        for (int i = 0; i < issuers.size(); i++) {
            ParsedCertificate issuer = issuers.get(i).certificate();
            if (path.contains(issuer) || ++steps > MAX_STEPS || !isSignedBy(last, issuer)) {
                continue;
            }
            ended = false;
            if (i < anchorCount) {
                keep(path.extendedBy(issuers.get(i), CertificatePath.End.ANCHOR));
            } else {
                follow(path.extendedBy(issuers.get(i), CertificatePath.End.ISSUER_UNKNOWN));
            }
        }
        if (ended) {
            keep(deadEnd(path, issuers));
        }
    }

    private void keep(CertificatePath path) {
        if (found.size() < MAX_PATHS) {
            found.add(path);
        }
    }

    private static CertificatePath deadEnd(CertificatePath path, List<Member> namedAsIssuer) {
        boolean others = namedAsIssuer.stream().anyMatch(member -> !path.contains(member.certificate()));
        return others ? new CertificatePath(path.members(), CertificatePath.End.ISSUER_DID_NOT_SIGN) : path;
    }

    private boolean isSignedBy(ParsedCertificate signed, ParsedCertificate signer) {
        Signing signing = new Signing(signed, signer);
        Boolean known = signings.get(signing);
        if (known != null) {
            return known;
        }
        boolean answer = signings.size() < MAX_SIGNATURES && signed.signature.isMadeWith(signer.publicKey);
        signings.put(signing, answer);
        return answer;
    }
}
