package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only the browser that was given the address from the terminal. Its token counts once and is exchanged for a
 * cookie that no script sees and no other site can have sent; requests that name another host (DNS rebinding) or come
 * from another page, be it one of another port of this machine, are refused. Safe to share.
 */
final class CleaningGuard {
    private static final int SECRET_BYTES = 16;
    private static final String FORBIDDEN = "forbidden";
    private static final String REFUSED = "Refused";
    private static final int FORBIDDEN_STATUS = 403;
    /** As long as anybody may sit at it; the server that knows the secret will not live longer. */
    private static final int COOKIE_SECONDS = 7 * 86_400;

    private final SecureRandom random = new SecureRandom();
    private final String session = secret();
    private @Nullable String token;

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** One that counts once; the one before it does not count any more. */
    synchronized String newToken() {
        String fresh = secret();
        token = fresh;
        return fresh;
    }

    private synchronized boolean takes(String given) {
        boolean right = token != null && same(given, token);
        if (right) {
            token = null;
        }
        return right;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    /** Gives the cookie for a token; whether it did. */
    boolean exchange(String given, Context context) {
        if (!takes(given)) {
            return false;
        }
        context.header(
                "Set-Cookie",
                "%s=%s; Path=/clean; Max-Age=%d; HttpOnly; SameSite=Strict"
                        .formatted(cookie(context), session, COOKIE_SECONDS));
        return true;
    }

    /** Cookies are shared by all ports of a host. */
    private static String cookie(Context context) {
        return "weather-clean-" + context.req().getLocalPort();
    }

    /** Whether the browser has the cookie. */
    boolean knows(Context context) {
        String given = context.cookie(cookie(context));
        return given != null && same(given, session);
    }

    /** @throws ProblemException where the browser does not have the cookie, as after the command was started again */
    private void requireKnown(Context context) throws ProblemException {
        if (!knows(context)) {
            throw ProblemException.unlisted(
                    "unknown-browser",
                    "This browser is not known",
                    401,
                    "open the address that the command printed, in this browser");
        }
    }

    /** @throws ProblemException where the request was meant for another host; any port will do, as behind a tunnel */
    void requireThisMachine(Context context) throws ProblemException {
        String host = String.valueOf(context.header("Host"));
        if (!host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?")) {
            throw refusal("Host is " + host + ", must be 127.0.0.1 or localhost");
        }
    }

    /** @throws ProblemException where the request comes from another page, or from a browser that is not known */
    void requireOwnPage(Context context) throws ProblemException {
        String origin = context.header("Origin");
        String own = "http://" + context.header("Host");
        if (origin != null && !origin.equals(own)) {
            throw refusal("Origin is " + origin + ", must be " + own);
        }
        if (Set.of("cross-site", "same-site").contains(String.valueOf(context.header("Sec-Fetch-Site")))) {
            throw refusal("the request comes from another site's page");
        }
        requireKnown(context);
    }

    /** As {@link #requireOwnPage}, for what changes something: there browsers name the page that asks. */
    void requireNamedPage(Context context) throws ProblemException {
        if (context.header("Origin") == null) {
            throw refusal("Origin is missing");
        }
        requireOwnPage(context);
    }

    private static ProblemException refusal(String why) {
        return ProblemException.unlisted(FORBIDDEN, REFUSED, FORBIDDEN_STATUS, why);
    }
}
