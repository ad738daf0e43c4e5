package dev.zt.testkit.spring;

import static dev.zt.testkit.spring.ZtMockMvc.assertThatResponse;
import static dev.zt.testkit.spring.ZtMockMvc.deniedFor;
import static dev.zt.testkit.spring.ZtMockMvc.proof;
import static dev.zt.testkit.spring.ZtMockMvc.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.zt.guard.RequestFault;
import dev.zt.policy.DenyReason;
import dev.zt.testkit.TestCaller;
import dev.zt.testkit.ZtScene;
import dev.zt.testkit.ZtTest;
import dev.zt.verify.Rejection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.SpringVersion;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

@ZtTest(issuer = "https://idp.example")
class ZtMockMvcTest {
    private ZtScene zt;
    private MockMvc mvc;

    @BeforeEach
    void setUp() {
        mvc = MockMvcBuilders.standaloneSetup(new OrdersController())
                .addFilters(new GuardedFilter(zt.guarding(zt.rules().acceptingSignatures())
                        .allowLoopbackHttp()
                        .build()))
                .build();
    }

    @Test
    void serves_aProvenCall() throws Exception {
        mvc.perform(get("/orders/1").with(proof(zt.service("billing").scope("orders:read"))))
                .andExpect(served());
        mvc.perform(get("/orders/1?x=%2F")
                        .secure(true)
                        .with(proof(zt.client("portal").scope("orders:read"))))
                .andExpect(served());
    }

    @Test
    void denies_byTheTrueVerifier() throws Exception {
        mvc.perform(get("/orders/1")).andExpect(deniedFor(zt, RequestFault.NOTHING_PRESENTED.id()));
        mvc.perform(get("/orders/1").with(proof(zt.service("billing").stolen())))
                .andExpect(deniedFor(zt, Rejection.PROOF_SIGNATURE));
        mvc.perform(get("/orders/1").with(proof(zt.service("billing").scope("orders:write"))))
                .andExpect(deniedFor(DenyReason.SCOPE_MISSING))
                .andExpect(deniedFor(zt, DenyReason.SCOPE_MISSING));
        mvc.perform(get("/orders/1").with(proof(zt.client("portal").asBearer())))
                .andExpect(deniedFor(Rejection.TOKEN_BOUND));
    }

    @Test
    void proves_eachCallAnew_unlessItReplays() throws Exception {
        TestCaller billing = zt.service("billing");
        mvc.perform(get("/orders/1").with(proof(billing))).andExpect(served());
        mvc.perform(get("/orders/1").with(proof(billing))).andExpect(served());
        TestCaller replaying = billing.replayed();
        mvc.perform(get("/orders/1").with(proof(replaying))).andExpect(served());
        mvc.perform(get("/orders/1").with(proof(replaying))).andExpect(deniedFor(zt, Rejection.PROOF_REPLAYED));
    }

    @Test
    void finds_aHandlerWithoutAGuard() throws Exception {
        MockMvc open = MockMvcBuilders.standaloneSetup(new OrdersController()).build();
        mvc.perform(get("/orders/2").with(proof(zt.service("billing")))).andExpect(served(zt));

        open.perform(get("/orders/1").with(proof(zt.service("billing")))).andExpect(served());
        assertThatThrownBy(() -> open.perform(get("/orders/1").with(proof(zt.service("billing"))))
                        .andExpect(served(zt)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("decided on GET /orders/1");
        assertThatThrownBy(() -> mvc.perform(get("/orders/1").with(proof(zt.service("reports"))))
                        .andExpect(served(zt)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void signs_content() throws Exception {
        mvc.perform(post("/orders")
                        .contentType("text/plain")
                        .content("two of them")
                        .with(proof(zt.service("billing").signing())))
                .andExpect(served());
    }

    /** Else the line of Spring that was asked for is not the one that was tried. */
    @Test
    void isOf_theLineThatWasAskedFor() {
        assertThat(SpringVersion.getVersion()).startsWith(System.getProperty("zt.spring", "7") + ".");
    }

    @Test
    void judges_results() throws Exception {
        MvcResult served =
                mvc.perform(get("/orders/1").with(proof(zt.service("billing")))).andReturn();

        assertThatResponse(served).isServed();
        assertThat(served.getResponse().getContentAsString()).isEqualTo("order 1");
        assertThatThrownBy(() -> mvc.perform(get("/orders/1")).andExpect(served()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> mvc.perform(get("/orders/1").with(proof(zt.service("billing"))))
                        .andExpect(deniedFor("not-allowed")))
                .isInstanceOf(AssertionError.class);
    }
}
