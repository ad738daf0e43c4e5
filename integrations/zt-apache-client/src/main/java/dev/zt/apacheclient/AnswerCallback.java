package dev.zt.apacheclient;

import dev.zt.outbound.AnswerStep;
import dev.zt.outbound.UnprovenAnswerException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.jspecify.annotations.Nullable;

/** Does with an answer what has to be done before its user sees anything of it. For one try, which ends once. */
final class AnswerCallback implements AsyncExecCallback {
    private final AsyncProving.Sending sending;
    private final Runnable again;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean repeating;

    /**
     * For one try.
     *
     * @param again makes the next one
     */
    AnswerCallback(AsyncProving.Sending sending, Runnable again) {
        this.sending = sending;
        this.again = again;
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entity)
            throws HttpException, IOException {
        AnswerStep step = sending.exchange()
                .answered(response.getCode(), name -> Progress.values(response, name), sending.isRepeatable());
        if (step instanceof AnswerStep.Refuse refused) {
            throw refused.cause();
        }
        if (step instanceof AnswerStep.Again) {
            repeating = true;
            return entity == null ? null : new DiscardedBody();
        }
        if (step instanceof AnswerStep.Compare comparison) {
            if (entity != null) {
                return new ComparedBody(comparison, () -> sending.callback().handleResponse(response, entity));
            }
            comparison.end();
        }
        return sending.callback().handleResponse(response, entity);
    }

    // What comes before an answer is signed by nobody.
    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        if (!sending.exchange().wantsSignedAnswer()) {
            sending.callback().handleInformationResponse(response);
        }
    }

    @Override
    public void completed() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        Renewal.leaveIfOutdated(sending.auth(), sending.scope());
        if (repeating) {
            repeat();
        } else {
            sending.callback().completed();
        }
    }

    private void repeat() {
        if (sending.content() != null) {
            sending.content().releaseResources();
        }
        again.run();
    }

    @Override
    public void failed(Exception cause) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        if (repeating && cause instanceof DiscardedBody.TooMuch) {
            sending.scope().execRuntime.discardEndpoint();
            repeat();
        } else {
            sending.callback().failed(cause instanceof UnprovenAnswerException own ? new ZtFailure(own) : cause);
        }
    }
}
