package dev.zt.own;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Tokens by target, the least recently used out when there are too many. Safe for concurrent use. */
final class TokenCells {
    private final int most;
    private final Issuance issuance;
    private final Map<TokenTarget, TokenCell> cells = new ConcurrentHashMap<>();
    private final ReentrantLock trimming = new ReentrantLock();

    TokenCells(int most, Issuance issuance) {
        this.most = most;
        this.issuance = issuance;
    }

    TokenCell cell(TokenTarget target, Instant now) {
        TokenCell known = cells.get(target);
        if (known != null) {
            return known;
        }
        // Only for a new target, which is going to be asked for over the network.
        TokenCell cell = cells.computeIfAbsent(target, missing -> new TokenCell(missing, issuance, now));
        trim(target);
        return cell;
    }

    private void trim(TokenTarget newest) {
        trimming.lock();
        try {
            while (cells.size() > most) {
                Optional<TokenTarget> oldest = cells.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(newest))
                        .min(Comparator.comparingLong(entry -> entry.getValue().lastUse()))
                        .map(Map.Entry::getKey);
                oldest.ifPresent(cells::remove);
            }
        } finally {
            trimming.unlock();
        }
    }

    /** Drops what is of no use any more, and with it the tokens of others that were exchanged. */
    void forget(Instant now) {
        cells.values().removeIf(cell -> cell.isForsaken(now));
    }

    Collection<TokenCell> all() {
        return cells.values();
    }
}
