package dev.zt.apacheclient;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.jspecify.annotations.Nullable;

/** The outermost callback of a call: gives the user what was carried past the client's repetitions. */
final class EndCallback implements AsyncExecCallback {
    private final AsyncExecCallback user;
    private final AsyncExecChain.Scope scope;

    EndCallback(AsyncExecCallback user, AsyncExecChain.Scope scope) {
        this.user = user;
        this.scope = scope;
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entity)
            throws HttpException, IOException {
        return user.handleResponse(response, entity);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        user.handleInformationResponse(response);
    }

    @Override
    public void completed() {
        Progress.end(scope.clientContext, scope.exchangeId);
        user.completed();
    }

    @Override
    public void failed(Exception cause) {
        Progress.end(scope.clientContext, scope.exchangeId);
        user.failed(cause instanceof ZtFailure carried ? carried.failure() : cause);
    }
}
