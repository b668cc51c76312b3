package org.weatherinference.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Key;
import org.weatherinference.state.Lifetime;
import org.weatherinference.state.NewKey;
import org.weatherinference.state.Rate;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;

/** {@code /v1/keys}: what the command {@code weather keys} does. */
final class KeysRoute {
    private static final int CREATED = 201;

    private final ServerState state;

    KeysRoute(ServerState state) {
        this.state = state;
    }

    /** Makes one and shows it, this once. */
    void create(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        JsonBody body = JsonBody.read(request, "name", "can", "expires", "rate");
        Set<Right> rights = Right.parse(String.join(",", body.strings("can")));
        String expires = body.optionalString("expires");
        String rate = body.optionalString("rate");
        Duration lifetime = expires == null ? null : Lifetime.parse(expires);
        NewKey made =
                state.keys().create(body.string("name"), rights, lifetime, rate == null ? null : Rate.parse(rate));
        Map<String, @Nullable Object> fields = made.key().fields();
        fields.put("key", made.text());
        request.context().status(CREATED);
        request.answer(JsonText.line(fields));
    }

    /** All of them, the newest first. */
    void list(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        List<?> keys = state.keys().list().stream().map(Key::fields).toList();
        request.answer(JsonText.line(JsonText.object("keys", keys)));
    }

    /** Revokes one; what was revoked stays so. */
    void revoke(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        Key revoked = state.keys().revoke(request.context().pathParam("id"));
        request.answer(JsonText.line(revoked.fields()));
    }
}
