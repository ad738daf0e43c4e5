package dev.zt.okhttp;

import java.io.IOException;
import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Sends a refused request once more where a fresh proof may help; the user's authenticator is asked about other hosts. */
final class Repeating implements Authenticator {
    private final Progress progress;
    private final Authenticator users;

    Repeating(Progress progress, Authenticator users) {
        this.progress = progress;
        this.users = users;
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
        if (progress.isDeclared()) {
            return progress.isRepeating() ? response.request() : null;
        }
        return users.authenticate(route, response);
    }
}
