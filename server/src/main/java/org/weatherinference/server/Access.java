package org.weatherinference.server;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;
import org.weatherinference.state.Key;
import org.weatherinference.state.KeyCheck;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;

/**
 * Who may take a route, and how often. A key comes as {@code Authorization: Bearer KEY} (RFC 6750); whoever has none is
 * a visitor, who is let in to classify and to say what is wrong unless {@link Setting#REQUIRE_KEY} is on. Safe to
 * share.
 */
final class Access {
    private static final String BEARER = "Bearer";
    /** The page's own scripts, where the page is open and the rest is not. */
    private static final String PAGE = "Page";

    private static final Set<Right> OF_VISITORS = Set.of(Right.CLASSIFY, Right.FEEDBACK);

    private final ServerSettings.Entry entry;
    private final ServerState state;
    private final PageTickets tickets;
    private final RateLimits rates;

    Access(ServerSettings.Entry entry, ServerState state, PageTickets tickets, RateLimits rates) {
        this.entry = entry;
        this.state = state;
        this.tickets = tickets;
        this.rates = rates;
    }

    /**
     * Lets a request in, and counts it.
     *
     * @param rights of which a key must have one
     * @throws ProblemException where it has none, or there were too many requests
     */
    void admit(Request request, Set<Right> rights) throws ProblemException, StateException {
        String header = request.context().header("Authorization");
        if (header == null) {
            admitVisitor(request, rights);
            return;
        }
        String[] parts = header.strip().split(" +", 2);
        String credentials = parts.length == 2 ? parts[1] : "";
        if (parts[0].equalsIgnoreCase(BEARER)) {
            admitKey(request, rights, credentials);
        } else if (parts[0].equalsIgnoreCase(PAGE)) {
            admitPage(request, rights, credentials);
        } else {
            throw refused(request, null, "the Authorization header must be " + BEARER + " and the key");
        }
    }

    /** Lets a form of the page in, which can bring no key along. */
    void admitForm(Request request) throws ProblemException {
        if (entry.requireKey() && !entry.openPage()) {
            throw refused(request, null, "this page needs a key, and a browser with JavaScript to send it along");
        }
        rates.countRequest(request);
    }

    /** Lets in whoever brings a token of his own, which is all the right he needs: it came with what it opens. */
    void admitToken(Request request) throws ProblemException {
        rates.countRequest(request);
    }

    /** What the page's scripts send along; empty where they need nothing. */
    String ticket() {
        return entry.requireKey() && entry.openPage() ? tickets.fresh() : "";
    }

    /** Whether the page must ask its visitors for a key. */
    boolean asksVisitors() {
        return entry.requireKey() && !entry.openPage();
    }

    private void admitVisitor(Request request, Set<Right> rights) throws ProblemException {
        if (entry.requireKey() || !isForVisitors(rights)) {
            throw refused(
                    request,
                    null,
                    "this needs a key with the right " + words(rights) + ": send Authorization: Bearer KEY");
        }
        rates.countRequest(request);
    }

    private static boolean isForVisitors(Set<Right> rights) {
        return rights.stream().anyMatch(OF_VISITORS::contains);
    }

    private void admitPage(Request request, Set<Right> rights, String ticket) throws ProblemException {
        if (!entry.openPage() || !isForVisitors(rights) || !tickets.isValid(ticket)) {
            throw refused(request, "invalid_token", "the page was opened too long ago for this: load it again");
        }
        rates.countRequest(request);
    }

    private void admitKey(Request request, Set<Right> rights, String text) throws ProblemException, StateException {
        switch (state.keys().check(text)) {
            case KeyCheck.Valid(Key key) -> {
                request.comesWith(key);
                requireRight(request.context(), key, rights);
                rates.countKey(request, key);
            }
            case KeyCheck.Unknown() -> throw refused(request, "invalid_token", "there is no such key");
            case KeyCheck.Expired(Key key) ->
                throw refused(request, "invalid_token", "the key " + key.name() + " expired at " + key.expires());
            case KeyCheck.Revoked(Key key) ->
                throw refused(request, "invalid_token", "the key " + key.name() + " was revoked");
        }
    }

    private static void requireRight(Context context, Key key, Set<Right> rights) throws ProblemException {
        if (key.rights().stream().noneMatch(rights::contains)) {
            challenge(context, "insufficient_scope", ", scope=\"" + words(rights) + "\"");
            throw new ProblemException(
                    ProblemType.NOT_ALLOWED,
                    "the key " + key.name() + " has the rights " + Right.words(key.rights()) + ", this needs "
                            + words(rights));
        }
    }

    /** Counted by address, so that nobody tries keys without end. */
    private ProblemException refused(Request request, @Nullable String error, String detail) throws ProblemException {
        rates.countRequest(request);
        challenge(request.context(), error, "");
        return new ProblemException(ProblemType.NO_KEY, detail);
    }

    private static void challenge(Context context, @Nullable String error, String more) {
        context.header(
                "WWW-Authenticate",
                BEARER + " realm=\"weather\"" + (error == null ? "" : ", error=\"" + error + "\"") + more);
    }

    private static String words(Set<Right> rights) {
        return Arrays.stream(Right.values())
                .filter(rights::contains)
                .map(Right::toString)
                .collect(Collectors.joining(" or "));
    }
}
