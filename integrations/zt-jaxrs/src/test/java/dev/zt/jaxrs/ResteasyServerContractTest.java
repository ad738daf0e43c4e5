package dev.zt.jaxrs;

class ResteasyServerContractTest extends RestServerContract {
    ResteasyServerContractTest() {
        super(RestServer.RESTEASY);
    }

    @Override
    protected String name() {
        return "resteasy";
    }
}
