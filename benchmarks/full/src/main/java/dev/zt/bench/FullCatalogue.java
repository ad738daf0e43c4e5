package dev.zt.bench;

import dev.zt.jose.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which forks there are beside those of {@link Catalogue}, in the order of the table. */
final class FullCatalogue {
    private FullCatalogue() {}

    static List<Catalogue.Run> runs(Pattern wanted) {
        List<Catalogue.Run> runs = new ArrayList<>();
        for (Algorithm algorithm : AccessTokens.ALGORITHMS) {
            TokenCase raw = new TokenCase(TokenCase.NOBODY, algorithm, Providers.AS_SHIPPED);
            runs.add(new Catalogue.Run(RawEngines.class, raw, samples -> PeerRows.raw(algorithm, samples)));
        }
        for (Algorithm algorithm : AccessTokens.ALGORITHMS) {
            for (Providers providers : Providers.present()) {
                TokenCase alone = new TokenCase(TokenCase.NOBODY, algorithm, providers);
                runs.add(new Catalogue.Run(VerifyFresh.class, alone, samples -> PeerRows.fresh(alone, samples)));
            }
        }
        for (Algorithm algorithm : AccessTokens.ALGORITHMS) {
            for (Providers providers : Providers.present()) {
                for (TokenLibrary peer : TokenLibrary.values()) {
                    TokenCase each = new TokenCase(peer.name(), algorithm, providers);
                    runs.add(new Catalogue.Run(VerifyByPeer.class, each, samples -> PeerRows.peer(each, samples)));
                }
            }
        }
        runs.add(new Catalogue.Run(RefuseGarbage.class, null, PeerRows::garbage));
        for (PolicyLibrary peer : PolicyLibrary.values()) {
            for (int rules : PolicyCase.SIZES) {
                PolicyCase each = new PolicyCase(peer, rules);
                runs.add(new Catalogue.Run(DecideByPeer.class, each, samples -> PeerRows.decision(each, samples)));
            }
        }
        runs.removeIf(run -> !wanted.matcher(run.title()).find());
        return runs;
    }
}
