package dev.zt.testkit.spring;

import dev.zt.guard.Guard;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The orders behind a guard. */
public final class GuardedMvc {
    private GuardedMvc() {}

    public static MockMvc of(Guard guard) {
        return MockMvcBuilders.standaloneSetup(new OrdersController())
                .addFilters(new GuardedFilter(guard))
                .build();
    }
}
