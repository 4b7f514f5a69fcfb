package dev.websocketexporter.tls;

import dev.websocketexporter.tls.CertificatePath.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the paths from a leaf to the anchors among certificates that a peer sent in any order, with any superfluous,
 * repeated or cross-signed ones among them.
 *
 * <p>The numbers of certificates, verified signatures and steps and the CPU time are bounded, since the peer chooses the
 * input. No pair of name and key is twice on a path, so that loops end. Confined to one thread.
 */
final class PathSearch {
    /** Further presented certificates are reported, but not searched. */
    static final int MAX_PRESENTED = 48;

    static final int MAX_SIGNATURES = 100;
    static final int MAX_STEPS = 1_000;
    static final int MAX_PATHS = 64;

    private final List<Member> presented = new ArrayList<>();
    private final TrustAnchors anchors;
    private final VerificationBudget budget;
    private final Map<Signing, Boolean> signings = new HashMap<>();
    private final List<CertificatePath> found = new ArrayList<>();
    private int steps;
    private @Nullable String limit;

    /**
     * What a search came to.
     *
     * @param paths in the order in which they were found, never empty; those that lead nowhere too
     * @param limit what kept the search from looking at everything, the first of several, in words; absent: nothing did
     */
    record Found(List<CertificatePath> paths, @Nullable String limit) {
        Found {
            paths = List.copyOf(paths);
        }
    }

    /** Both are compared by identity. */
    private record Signing(ParsedCertificate signed, ParsedCertificate signer) {}

    private PathSearch(TrustAnchors anchors, VerificationBudget budget) {
        this.anchors = anchors;
        this.budget = budget;
    }

    /**
     * All paths in the order in which they are found, those without an anchor too, as far as the limits allow.
     *
     * @param presented the leaf first; never empty
     */
    static Found paths(List<ParsedCertificate> presented, TrustAnchors anchors, VerificationBudget budget) {
        PathSearch search = new PathSearch(anchors, budget);
        search.take(presented);
        Member leaf = search.presented.get(0);
        if (anchors.contains(leaf.certificate())) {
            return new Found(List.of(new CertificatePath(List.of(leaf), CertificatePath.End.ANCHOR)), null);
        }
        search.follow(new CertificatePath(List.of(leaf), CertificatePath.End.ISSUER_UNKNOWN));
        return new Found(search.found, search.limit);
    }

    private void take(List<ParsedCertificate> all) {
        Set<String> seen = new HashSet<>();
        for (int position = 0; position < all.size(); position++) {
            ParsedCertificate certificate = all.get(position);
            if (!seen.add(certificate.fingerprint)) {
                continue;
            }
            if (presented.size() == MAX_PRESENTED) {
                met("only the first " + MAX_PRESENTED + " of " + all.size() + " presented certificates were looked at");
                return;
            }
            presented.add(Member.presented(position, certificate));
        }
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
            if (path.contains(issuer) || !mayStep() || !isSignedBy(last, issuer)) {
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

    private boolean mayStep() {
        if (steps == MAX_STEPS) {
            met("only the first " + MAX_STEPS + " steps were tried");
            return false;
        }
        steps++;
        return true;
    }

    private void keep(CertificatePath path) {
        if (found.size() < MAX_PATHS) {
            found.add(path);
        } else {
            met("only the first " + MAX_PATHS + " paths were judged");
        }
    }

    private static CertificatePath deadEnd(CertificatePath path, List<Member> namedAsIssuer) {
        List<Member> others = namedAsIssuer.stream()
                .filter(member -> !path.contains(member.certificate()))
                .toList();
        if (others.isEmpty()) {
            return path;
        }
        boolean allRefused = others.stream()
                .noneMatch(member -> member.certificate().strength().isAffordable());
        return allRefused
                ? path.refusing(others.get(0))
                : new CertificatePath(path.members(), CertificatePath.End.ISSUER_DID_NOT_SIGN);
    }

    private boolean isSignedBy(ParsedCertificate signed, ParsedCertificate signer) {
        if (!signer.strength().isAffordable()) {
            return false;
        }
        Signing signing = new Signing(signed, signer);
        Boolean known = signings.get(signing);
        if (known != null) {
            return known;
        }
        if (signings.size() == MAX_SIGNATURES) {
            met("only the first " + MAX_SIGNATURES + " signatures were verified");
            return false;
        }
        if (budget.isSpent()) {
            met("only what " + VerificationBudget.limit() + " sufficed for was looked at");
            return false;
        }
        boolean answer = signed.signature.isMadeWith(signer.publicKey);
        signings.put(signing, answer);
        return answer;
    }

    private void met(String newLimit) {
        limit = limit == null ? newLimit : limit;
    }
}
