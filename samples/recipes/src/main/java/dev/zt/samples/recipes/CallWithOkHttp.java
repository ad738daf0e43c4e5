package dev.zt.samples.recipes;

import dev.zt.okhttp.ZtOkHttp;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Calls a service by OkHttp, with a proof in each call, and only if the one that answers is that service. */
public final class CallWithOkHttp {
    private CallWithOkHttp() {}

    public static void main(String[] args) throws IOException {
        String orders = args[0];
        // recipe: caller
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        OkHttpClient http = ZtOkHttp.newClient(OutboundAuth.of(me).to(orders, "spiffe://shop.example/orders"));
        // end
        Request request = new Request.Builder().url(orders + "/orders/7").build();
        try (Response response = http.newCall(request).execute()) {
            System.out.println(response.code() + " " + response.body().string());
        }
        http.connectionPool().evictAll();
        me.close();
    }
}
