package dev.zt.guard;

import dev.zt.config.FileAccess;
import dev.zt.config.Node;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStoreProvider;
import dev.zt.verify.ReplayStoreTerms;
import dev.zt.verify.VerifierRules;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which memory of used proofs the settings name; read first and opened when nothing else can be wrong. */
final class ReplaySettings {
    private static final String MEMORY = "memory";
    private static final int MAX_PASSWORD_BYTES = 1024;

    private final Function<InstantSource, ReplayStore> opening;

    private ReplaySettings(Function<InstantSource, ReplayStore> opening) {
        this.opening = opening;
    }

    static ReplaySettings read(Settings settings, @Nullable ReplayStore given, VerifierRules rules) {
        Optional<Node> stated = settings.optional(Setting.REPLAY_STORE);
        Optional<Node> password = settings.optional(Setting.REPLAY_STORE_PASSWORD);
        Optional<Node> url = stated.filter(node -> !node.text().equals(MEMORY));
        if (given != null && stated.isPresent()) {
            throw stated.get().error("the application gives a replay store already; leave this out");
        }
        if (url.isEmpty() && password.isPresent()) {
            throw password.get()
                    .error("'" + Setting.REPLAY_STORE_PASSWORD.key() + "' says nothing without a URL in '"
                            + Setting.REPLAY_STORE.key() + "'");
        }
        if (given != null) {
            return new ReplaySettings(clock -> given);
        }
        if (url.isEmpty()) {
            int fitting = InMemoryReplayStore.capacityFor(Runtime.getRuntime().maxMemory());
            int capacity = capacity(settings, fitting);
            return new ReplaySettings(clock -> new InMemoryReplayStore(capacity, clock));
        }
        URI where = url(url.get());
        ReplayStoreProvider provider = provider(url.get(), where);
        ReplayStoreTerms terms = new ReplayStoreTerms(
                where,
                password(password.map(settings::path)),
                rules.longestUse(),
                capacity(settings, InMemoryReplayStore.DEFAULT_CAPACITY));
        return new ReplaySettings(clock -> open(provider, terms, url.get()));
    }

    ReplayStore open(InstantSource clock) {
        return opening.apply(clock);
    }

    private static int capacity(Settings settings, int standard) {
        return (int) settings.number(Setting.REPLAY_CAPACITY, standard, 1024, 16L << 20);
    }

    private static URI url(Node node) {
        URI url;
        try {
            url = URI.create(node.text());
        } catch (IllegalArgumentException e) {
            // The exception would show the text, and with it a password.
            throw node.error("expected '" + MEMORY + "' or a URL such as rediss://replays.internal");
        }
        if (url.getScheme() == null) {
            throw node.error("expected '" + MEMORY + "' or a URL such as rediss://replays.internal");
        }
        String user = url.getRawUserInfo();
        if (user != null && user.contains(":")) {
            throw node.error("a password does not stand in a URL; write it into a file of mode 0600 and name that in '"
                    + Setting.REPLAY_STORE_PASSWORD.key() + "'");
        }
        return url;
    }

    private static ReplayStoreProvider provider(Node node, URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        Set<String> known = new TreeSet<>(Set.of(MEMORY));
        // By the loader of zt itself: that of the thread is anybody's.
        for (ReplayStoreProvider provider :
                ServiceLoader.load(ReplayStoreProvider.class, ReplayStoreProvider.class.getClassLoader())) {
            if (provider.schemes().contains(scheme)) {
                return provider;
            }
            provider.schemes().forEach(name -> known.add(name + "://…"));
        }
        throw node.error(
                switch (scheme) {
                    case "redis", "rediss", "valkey", "valkeys" -> "'" + scheme + "' needs zt-redis on the class path";
                    case "jdbc" ->
                        "a database is given by the application: Guard.from(settings, JdbcReplayStore…) of zt-jdbc-stores";
                    default ->
                        "no replay store is opened by this scheme; known: " + String.join(", ", List.copyOf(known));
                });
    }

    // Read once at the start, where a mistake still stops it.
    private static Supplier<Optional<String>> password(Optional<Path> file) {
        Supplier<Optional<String>> reader = () -> file.map(ReplaySettings::password);
        return reader.get().isPresent() ? reader : Optional::empty;
    }

    private static String password(Path file) {
        return new String(FileAccess.PRIVATE.read(file, MAX_PASSWORD_BYTES), StandardCharsets.UTF_8).strip();
    }

    private static ReplayStore open(ReplayStoreProvider provider, ReplayStoreTerms terms, Node node) {
        try {
            return provider.open(terms);
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }
}
