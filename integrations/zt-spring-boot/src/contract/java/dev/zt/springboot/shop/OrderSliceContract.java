package dev.zt.springboot.shop;

import static dev.zt.testkit.spring.ZtMockMvc.deniedFor;
import static dev.zt.testkit.spring.ZtMockMvc.proof;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.zt.policy.DenyReason;
import dev.zt.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/** A slice of the shop under test; the annotation that makes one has another name in each line. */
@TestPropertySource(
        properties = {
            "zt.service=orders",
            "zt.trust-domain=shop.example",
            "zt.audience=https://orders.internal",
            "zt.policy=${zt.test.policy:../zt-spring-boot/src/contract/resources/slice-policy.yaml}"
        })
abstract class OrderSliceContract {
    // doc: slice
    @Autowired
    MockMvc mvc;

    @Autowired
    TestAuthority zt;

    @Test
    void serves_gateway() throws Exception {
        mvc.perform(get("/orders/7").with(proof(zt.service("gateway").to("https://orders.internal"))))
                .andExpect(status().isOk());
    }
    // end: slice

    @Test
    void gives_theCallerToTheController() throws Exception {
        mvc.perform(get("/orders/7").with(proof(zt.service("gateway").to("https://orders.internal"))))
                .andExpect(content().string("order 7 for spiffe://shop.example/gateway"));
    }

    @Test
    void refuses_nobody() throws Exception {
        mvc.perform(get("/orders/7")).andExpect(status().isUnauthorized());
    }

    @Test
    void refuses_whoeverThePolicyDoesNotAllow() throws Exception {
        mvc.perform(get("/orders/7").with(proof(zt.service("stranger").to("https://orders.internal"))))
                .andExpect(deniedFor(DenyReason.NOT_ALLOWED));
    }

    @Test
    void refuses_whatTheCallerDoesWithout() throws Exception {
        mvc.perform(get("/orders/7")
                        .with(proof(zt.service("gateway").scope("orders:write").to("https://orders.internal"))))
                .andExpect(deniedFor(DenyReason.SCOPE_MISSING));
    }
}
