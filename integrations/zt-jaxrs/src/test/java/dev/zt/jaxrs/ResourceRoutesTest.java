package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceRoutesTest {
    @Test
    void tells_whetherALocatorSaysWhoServes() {
        assertThat(ResourceRoutes.saysWhoServes(ArrayList.class)).isTrue();
        assertThat(ResourceRoutes.saysWhoServes(List.class)).isFalse();
        assertThat(ResourceRoutes.saysWhoServes(Number.class)).isFalse();
        assertThat(ResourceRoutes.saysWhoServes(Object.class)).isFalse();
        assertThat(ResourceRoutes.saysWhoServes(Class.class)).isFalse();
    }
}
