package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.jose.CompactJws;
import dev.zt.jose.Sha256;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.request.Credentials;
import dev.zt.request.PresentedCredential;
import dev.zt.request.PresentedToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private final Workspace workspace = new Workspace(1024);

    private static String token(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"ES256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".AAAA";
    }

    private static PresentedToken presented(String token) {
        Call call = Call.of(
                "GET",
                "/",
                name -> name.equalsIgnoreCase("Authorization") ? List.of("Bearer " + token) : List.of(),
                Channel.TLS);
        return ((PresentedCredential.BearerToken) Credentials.of(call, 1024)).token();
    }

    @Test
    void reads_aToken_asIfItStoodAlone() {
        String token = token("{\"a\":\"first\"}");
        workspace.hold(presented(token));

        CompactJws split = workspace.split();

        assertThat(workspace.digest()).isEqualTo(Sha256.of(token.getBytes(StandardCharsets.US_ASCII)));
        assertThat(split.textDigest()).isEqualTo(workspace.digest());
        assertThat(split.payload().string("a")).hasValue("first");
    }

    @Test
    void reads_nothingOfTheTokenBefore() {
        workspace.hold(presented(token("{\"a\":\"a longer one than the next, with more in it\"}")));
        workspace.split();
        workspace.clear();
        String shorter = token("{\"b\":1}");
        workspace.hold(presented(shorter));

        assertThat(workspace.split().payload().names()).containsExactly("b");
        assertThat(workspace.digest()).isEqualTo(Sha256.of(shorter.getBytes(StandardCharsets.US_ASCII)));
        workspace.clear();
        workspace.hold(presented("abc"));
        assertThat(workspace.split()).isNull();
    }

    @Test
    void refuses_whatNobodyHasRead() {
        Call call = Call.of(
                "GET",
                "/",
                name -> name.equalsIgnoreCase("Authorization") ? List.of("Bearer \u0141bcd") : List.of(),
                Channel.TLS);
        PresentedToken unread = ((PresentedCredential.BearerToken) Credentials.of(call, 3)).token();

        assertThatThrownBy(() -> workspace.hold(unread)).isInstanceOf(IllegalStateException.class);
        assertThat(Credentials.of(call, 4)).isInstanceOf(PresentedCredential.Unusable.class);
    }

    @Test
    void areLent_toOneAtATime_andAgain() {
        Workspaces workspaces = new Workspaces(1024);
        Workspace first = workspaces.take();
        Workspace second = workspaces.take();

        assertThat(second).isNotSameAs(first);
        workspaces.giveBack(second);
        workspaces.giveBack(first);
        assertThat(workspaces.take()).isSameAs(first);
        assertThat(workspaces.take()).isNotSameAs(second);
    }
}
