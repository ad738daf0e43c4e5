package dev.zt.testkit;

import dev.zt.identity.WorkloadId;
import dev.zt.own.IdentitySource;
import java.time.InstantSource;

class RenewableWorkloadContractTest extends IdentitySourceContract {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final RenewableWorkload billing = RenewableWorkload.of(TestAuthority.of("shop.example", clock), "/billing");

    @Override
    protected String name() {
        return "test";
    }

    @Override
    protected IdentitySource open() {
        return billing.source();
    }

    @Override
    protected WorkloadId id() {
        return billing.id();
    }

    @Override
    protected InstantSource clock() {
        return clock;
    }

    @Override
    protected void renew() {
        billing.renew();
    }
}
