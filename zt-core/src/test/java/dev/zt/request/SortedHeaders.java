package dev.zt.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is found in a call with given header fields. */
final class SortedHeaders {
    static final int LONGEST = 32;

    private SortedHeaders() {}

    static Call call(String... namesAndValues) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.computeIfAbsent(namesAndValues[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(namesAndValues[i + 1]);
        }
        return Call.of("GET", "/a", name -> fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()), Channel.TLS);
    }

    static PresentedCredential sort(String... namesAndValues) {
        return Credentials.of(call(namesAndValues), LONGEST);
    }

    static CredentialFault fault(PresentedCredential presented) {
        return ((PresentedCredential.Unusable) presented).fault();
    }
}
