package dev.zt.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a path from a leaf to an anchor and validates it (RFC 5280 §6), with the anchor as its first link: what a CA's
 * own certificate says counts also when it is the anchor. Policies, revocation lists and URLs in certificates are not
 * looked at. Who the leaf is, is not asked here. Safe for concurrent use.
 */
final class CertificatePath {
    // So that no peer can make a search long.
    private static final int MOST_AUTHORITIES = 4;
    private static final int MOST_OTHERS = 10;
    // Those that a CA issues to itself count for no length, so that nothing else bounds them: a change of its key takes
    // one, and one more if two changes overlap.
    private static final int MOST_SELF_ISSUED = 2;
    private static final int MOST_STEPS = 32;
    private static final int KEY_CERT_SIGN = 5;

    private final LinkSignatures signatures;
    private final int mostAuthorities;

    /**
     * A path that was found.
     *
     * @param issuer the CA above the leaf
     * @param from from when on all links are valid
     * @param until until when, this instant included
     */
    record Found(X509Certificate issuer, Instant from, Instant until) {}

    CertificatePath(LinkSignatures signatures) {
        this(signatures, MOST_AUTHORITIES);
    }

    /**
     * The same with another limit.
     *
     * @param mostAuthorities how many CAs may stand between anchor and leaf, those that only renew their own key left out
     */
    CertificatePath(LinkSignatures signatures, int mostAuthorities) {
        this.signatures = signatures;
        this.mostAuthorities = mostAuthorities;
    }

    /**
     * Looks for a path.
     *
     * @param others what the peer sent along, in any order
     * @param anchors the CAs that are believed
     * @return empty if there is none that is valid now
     */
    Optional<Found> find(
            X509Certificate leaf,
            List<X509Certificate> others,
            List<X509Certificate> anchors,
            LeafUse use,
            Instant now) {
        if (others.size() > MOST_OTHERS || !isLeaf(leaf, use)) {
            return Optional.empty();
        }
        // A second that has begun belongs to the time that ends with it.
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return Optional.ofNullable(new Search(others, anchors, use, second).from(leaf));
    }

    // A CA may be the end of a path; what only signs like one may not.
    private static boolean isLeaf(X509Certificate leaf, LeafUse use) {
        try {
            boolean[] usage = leaf.getKeyUsage();
            boolean ca = leaf.getBasicConstraints() >= 0;
            boolean signs = usage != null && usage[KEY_CERT_SIGN];
            List<String> stated = LinkProfile.purposes(leaf);
            return (ca || !signs)
                    && (ca || leaf.getExtensionValue(LinkProfile.NAME_CONSTRAINTS) == null)
                    && (stated == null || stated.containsAll(use.purposes()));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** One search, from the leaf upwards by names; each candidate is validated from its anchor downwards. */
    private final class Search {
        private final List<X509Certificate> others;
        private final List<X509Certificate> anchors;
        private final LeafUse use;
        private final Instant now;
        // From the leaf upwards.
        private final List<X509Certificate> path = new ArrayList<>();
        private int stepsLeft = MOST_STEPS;

        Search(List<X509Certificate> others, List<X509Certificate> anchors, LeafUse use, Instant now) {
            this.others = others;
            this.anchors = anchors;
            this.use = use;
            this.now = now;
        }

        @Nullable
        Found from(X509Certificate certificate) {
            if (stepsLeft == 0 || !isUsable(certificate)) {
                return null;
            }
            stepsLeft--;
            path.add(certificate);
            Found found = toAnchor(certificate);
            found = found == null && hasRoom() ? throughOthers(certificate) : found;
            path.remove(path.size() - 1);
            return found;
        }

        // For one more CA.
        private boolean hasRoom() {
            return authorities(path.subList(1, path.size())) < mostAuthorities;
        }

        private boolean hasRoomFor(X509Certificate other) {
            return !AuthorityProfile.isSelfIssued(other)
                    || path.size() - 1 - authorities(path.subList(1, path.size())) < MOST_SELF_ISSUED;
        }

        private boolean isUsable(X509Certificate certificate) {
            return LinkProfile.isSound(certificate)
                    && !now.isBefore(certificate.getNotBefore().toInstant())
                    && !now.isAfter(certificate.getNotAfter().toInstant());
        }

        private @Nullable Found toAnchor(X509Certificate certificate) {
            for (X509Certificate anchor : anchors) {
                if (mayHaveIssued(anchor, certificate) && isUsable(anchor)) {
                    List<X509Certificate> links = new ArrayList<>(path);
                    links.add(anchor);
                    Collections.reverse(links);
                    if (isIssuable(links) && isSigned(links) && allowsNames(links)) {
                        return found(links);
                    }
                }
            }
            return null;
        }

        private @Nullable Found throughOthers(X509Certificate certificate) {
            for (X509Certificate other : others) {
                if (mayHaveIssued(other, certificate) && !path.contains(other) && hasRoomFor(other)) {
                    Found found = from(other);
                    if (found != null) {
                        return found;
                    }
                }
            }
            return null;
        }

        // The cheap questions first; no signature is checked for a path that cannot be one.
        private boolean isIssuable(List<X509Certificate> links) {
            int last = links.size() - 1;
            for (int i = 0; i < last; i++) {
                int below = authorities(links.subList(i + 1, last));
                if (!AuthorityProfile.mayIssue(links.get(i), below, use)) {
                    return false;
                }
            }
            return true;
        }

        // After the signatures: constraints are costly to intersect, and anybody can write a CA full of them.
        private static boolean allowsNames(List<X509Certificate> links) {
            NameRules names = new NameRules();
            int last = links.size() - 1;
            for (int i = 0; i < last; i++) {
                X509Certificate authority = links.get(i);
                if (!(AuthorityProfile.isSelfIssued(authority) || names.allow(authority)) || !names.add(authority)) {
                    return false;
                }
            }
            return names.allow(links.get(last));
        }

        // From the anchor downwards, so that only keys of CAs are ever asked.
        private boolean isSigned(List<X509Certificate> links) {
            for (int i = 1; i < links.size(); i++) {
                if (!signatures.isSignedBy(links.get(i), links.get(i - 1).getPublicKey())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** How many of these CAs count for a length: those that only renew their own key do not (RFC 5280 §4.2.1.9). */
    private static int authorities(List<X509Certificate> authorities) {
        return (int) authorities.stream()
                .filter(authority -> !AuthorityProfile.isSelfIssued(authority))
                .count();
    }

    private static boolean mayHaveIssued(X509Certificate authority, X509Certificate certificate) {
        return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static Found found(List<X509Certificate> links) {
        Instant from = Instant.MIN;
        Instant until = Instant.MAX;
        for (X509Certificate link : links) {
            Instant begin = link.getNotBefore().toInstant();
            Instant end = link.getNotAfter().toInstant();
            from = begin.isAfter(from) ? begin : from;
            until = end.isBefore(until) ? end : until;
        }
        return new Found(links.get(links.size() - 2), from, until);
    }
}
