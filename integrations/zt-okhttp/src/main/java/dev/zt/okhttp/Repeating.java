package dev.zt.okhttp;

import java.io.IOException;
import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Sends a refused request once more where a fresh proof may help; everything else is the user's authenticator's business. */
final class Repeating implements Authenticator {
    private final Authenticator users;

    Repeating(Authenticator users) {
        this.users = users;
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
        Progress progress = response.request().tag(Progress.class);
        return progress != null && progress.isRepeating() ? response.request() : users.authenticate(route, response);
    }
}
