package dev.zt.keys;

import dev.zt.fetch.Fetched;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;

/** Documents that were seen, where it does not matter which. */
final class SeenDocuments {
    private SeenDocuments() {}

    static SeenDocument any() {
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        return SeenDocument.of(URI.create("https://idp.example/keys"), new Fetched.Answer(200, none, new byte[0]));
    }
}
