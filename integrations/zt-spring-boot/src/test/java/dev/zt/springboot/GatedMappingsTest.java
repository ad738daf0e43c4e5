package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class GatedMappingsTest {
    @Test
    void tells_whenToComeAgain_beforeTheHandlersAreKnown() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();

        assertThat(new GatedMappings().preHandle(new MockHttpServletRequest(), response, new Object()))
                .isFalse();
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
    }
}
