package dev.zt.testkit.page;

import static dev.zt.testkit.spring.ZtMockMvc.deniedFor;
import static dev.zt.testkit.spring.ZtMockMvc.proof;
import static dev.zt.testkit.spring.ZtMockMvc.served;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.zt.policy.DenyReason;
import dev.zt.testkit.ZtScene;
import dev.zt.testkit.ZtTest;
import dev.zt.testkit.spring.GuardedMvc;
import dev.zt.verify.Rejection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;

@ZtTest(trustDomain = "shop.example", audience = "https://orders.internal")
class OrdersMvcTest {
    MockMvc mvc;

    @BeforeEach
    void setUp(ZtScene zt) {
        mvc = GuardedMvc.of(zt.guard());
    }

    @Test
    void serves_billing(ZtScene zt) throws Exception {
        mvc.perform(get("/orders/1").with(proof(zt.service("billing").scope("orders:read"))))
                .andExpect(served(zt));
    }

    @Test
    void denies_reports(ZtScene zt) throws Exception {
        mvc.perform(get("/orders/1").with(proof(zt.service("reports"))))
                .andExpect(deniedFor(zt, DenyReason.SEGMENT_NOT_ADMITTED));
    }

    @Test
    void denies_whoeverStoleAToken(ZtScene zt) throws Exception {
        mvc.perform(get("/orders/1").with(proof(zt.service("billing").stolen())))
                .andExpect(deniedFor(zt, Rejection.PROOF_SIGNATURE));
    }
}
