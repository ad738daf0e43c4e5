package dev.zt.bench;

import dev.zt.identity.CallerId;
import java.util.function.BooleanSupplier;

/** Another engine that decides, which holds the same rules. */
@FunctionalInterface
interface PolicyPeer {
    /**
     * A question that can be asked again and again. What the engine wants for a caller and a method is made here; the path
     * is matched each time, as text.
     */
    BooleanSupplier question(CallerId caller, String method, String path);
}
