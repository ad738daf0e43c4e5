package dev.zt.testkit;

import dev.zt.own.WorkloadProof;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.util.ArrayList;
import java.util.List;

/**
 * A request put together field by field, for {@link dev.zt.guard.Guard#admit} or for a socket. Immutable.
 *
 * @param method the request method
 * @param path the path as sent
 * @param headers the header fields in order
 */
public record TestCall(String method, String path, List<Header> headers) {
    /** A header field. */
    public record Header(String name, String value) {
        /** Shows the name only. */
        @Override
        public String toString() {
            return name + ": ...";
        }
    }

    /** Copies the headers. */
    public TestCall {
        headers = List.copyOf(headers);
    }

    /** A request that presents nothing. */
    public static TestCall of(String method, String path) {
        return new TestCall(method, path, List.of());
    }

    /** The same with another header field behind the others. */
    public TestCall with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new TestCall(method, path, more);
    }

    /** The same with a token and its proof. */
    public TestCall with(WorkloadProof proof) {
        return with("Workload-Identity-Token", proof.workloadIdentityToken())
                .with("Authorization", proof.authorization());
    }

    /** The request as it looks to a guard, as if it had come over TLS. */
    public Call toCall() {
        return Call.of(
                method,
                path,
                name -> headers.stream()
                        .filter(header -> header.name().equalsIgnoreCase(name))
                        .map(Header::value)
                        .toList(),
                Channel.TLS);
    }
}
