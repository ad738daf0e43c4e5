package dev.zt.samples.recipes;

import dev.zt.own.ServiceIdentity;

/** Gets an identity of this process's own, as {@code zt.yaml} says, and shows it. */
public final class GetAnIdentity {
    private GetAnIdentity() {}

    public static void main(String[] args) {
        // recipe: identity
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        // end
        System.out.println(me.id() + ", instance " + me.instance() + ", until " + me.expiry());
        me.close();
    }
}
