package dev.zt.authority;

import dev.zt.own.ServiceIdentity;

/** An instance in a process of its own, to be killed: enrols with what its environment says, and tells its id. */
final class LoneInstance {
    private LoneInstance() {}

    public static void main(String[] args) {
        try (ServiceIdentity me = ServiceIdentity.fromEnvironment()) {
            System.out.println(me.instance());
        }
    }
}
