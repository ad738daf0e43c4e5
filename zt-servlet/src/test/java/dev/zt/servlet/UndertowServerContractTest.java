package dev.zt.servlet;

class UndertowServerContractTest extends ContainerContract {
    UndertowServerContractTest() {
        super(AnyContainer.UNDERTOW);
    }

    @Override
    protected String name() {
        return "undertow";
    }
}
