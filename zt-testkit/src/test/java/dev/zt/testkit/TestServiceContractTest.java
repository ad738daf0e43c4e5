package dev.zt.testkit;

import dev.zt.guard.Guard;
import dev.zt.identity.CallerId;

class TestServiceContractTest extends ServerContract {
    @Override
    protected String name() {
        return "test-service";
    }

    @Override
    protected Running start(Guard guard) {
        TestService service = TestService.loopback(origin -> guard);
        service.answering(request -> {
            handled();
            return TestReply.of(
                    200,
                    request.method().equals("POST")
                            ? request.text()
                            : request.caller().map(CallerId::toString).orElse("nobody"));
        });
        return new Running(service.origin(), service);
    }
}
