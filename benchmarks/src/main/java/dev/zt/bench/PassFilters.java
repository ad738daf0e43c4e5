package dev.zt.bench;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The filters that {@code ZeroTrust.install} adds, in the order of a container, beside {@code Guard.admit} of the same
 * calls: to a public endpoint, and of a remembered token with a new proof, over TLS and over plain HTTP within the
 * machine. The calls are ready before the clock starts, so that reading a request into one counts for the filters.
 *
 * <p>Every chunk of proofs has a guard of its own, for which none is used up. Who checks signatures does not matter for
 * the difference, so it is the fastest engine, beside which it shows best.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class PassFilters {
    private static final int PUBLIC = 2048;
    private static final int INSTANCES = 8;
    private static final int CALLS = INSTANCES * 64;
    /** Enough for an engine to have prepared the callers' keys. */
    private static final int EARLIER_CALLS = INSTANCES * 8;

    private Guard forPublic;
    private StandInApplication openApplication;
    private Fleet fleet;
    private final List<ProvenCall> earlier = new ArrayList<>();
    private final List<ProvenCall> proven = new ArrayList<>();
    private final List<Call> publicCalls =
            Collections.nCopies(PUBLIC, Call.of("GET", Rules.PUBLIC_PATH, name -> List.of(), Channel.TLS));

    /** Signs everything that the measured part checks. */
    @Setup
    public void sign() {
        fleet = new Fleet(Engine.fastest().signatures());
        forPublic = fleet.guard();
        openApplication = new StandInApplication(forPublic);
        List<Rules.Permitted> permitted = fleet.calls(INSTANCES);
        List<Instance> instances =
                permitted.stream().map(call -> fleet.instance(call.caller())).toList();
        for (int i = 0; i < EARLIER_CALLS + CALLS; i++) {
            ProvenCall call = instances.get(i % INSTANCES).call(permitted.get(i % INSTANCES));
            (i < EARLIER_CALLS ? earlier : proven).add(call);
        }
    }

    /** One pair of chunks of each kind. */
    @Benchmark
    public void measure(FilterCosts costs) {
        // Requests are made beforehand, as the container's work, and filled with attributes by the filters.
        List<StandInRequest> open =
                Stream.generate(StandInRequest::ofPublic).limit(PUBLIC).toList();
        FilterCosts.Each publicAdmit = FilterCosts.Each.of(PUBLIC, () -> admit(publicCalls, forPublic));
        FilterCosts.Each publicFilter = FilterCosts.Each.of(PUBLIC, () -> openApplication.serve(open));
        costs.publicAdmit = publicAdmit.micros();
        costs.publicAdmitBytes = publicAdmit.bytes();
        costs.publicFilter = publicFilter.micros();
        costs.publicFilterBytes = publicFilter.bytes();

        FilterCosts.Each provenAdmit = admitAlone(Channel.TLS);
        FilterCosts.Each provenFilter = filter(Channel.TLS);
        costs.provenAdmit = provenAdmit.micros();
        costs.provenAdmitBytes = provenAdmit.bytes();
        costs.provenFilter = provenFilter.micros();
        costs.provenFilterBytes = provenFilter.bytes();

        FilterCosts.Each plainAdmit = admitAlone(Channel.LOOPBACK);
        FilterCosts.Each plainFilter = filter(Channel.LOOPBACK);
        costs.plainAdmit = plainAdmit.micros();
        costs.plainAdmitBytes = plainAdmit.bytes();
        costs.plainFilter = plainFilter.micros();
        costs.plainFilterBytes = plainFilter.bytes();
    }

    private FilterCosts.Each admitAlone(Channel channel) {
        List<Call> calls = proven.stream().map(call -> call.toCall(channel)).toList();
        try (Guard guard = acquainted()) {
            return FilterCosts.Each.of(CALLS, () -> admit(calls, guard));
        }
    }

    private FilterCosts.Each filter(Channel channel) {
        List<StandInRequest> requests =
                proven.stream().map(call -> StandInRequest.of(call, channel)).toList();
        try (Guard guard = acquainted()) {
            StandInApplication application = new StandInApplication(guard);
            return FilterCosts.Each.of(CALLS, () -> application.serve(requests));
        }
    }

    /** A guard whom every caller has called a few times. */
    private Guard acquainted() {
        Guard guard = fleet.guard();
        Chunk calls = () ->
                admit(earlier.stream().map(call -> call.toCall(Channel.TLS)).toList(), guard);
        calls.runAll(EARLIER_CALLS);
        return guard;
    }

    private static int admit(List<Call> calls, Guard guard) {
        int granted = 0;
        for (int i = 0; i < calls.size(); i++) {
            granted += guard.admit(calls.get(i)) instanceof Admission.Granted ? 1 : 0;
        }
        return granted;
    }
}
