package org.weatherinference.server;

import org.weatherinference.fetch.FetchException;
import org.weatherinference.model.ProblemType;

/** What kind of problem a URL is that was not fetched; the same for every door. */
public final class UrlProblem {
    private UrlProblem() {}

    /** The problem's type. */
    public static ProblemType of(FetchException failure) {
        return switch (failure) {
            case FetchException.Malformed _, FetchException.Refused _ -> ProblemType.URL_REFUSED;
            case FetchException.Unreachable _, FetchException.NotOk _ -> ProblemType.URL_UNREACHABLE;
            case FetchException.TooSlow _ -> ProblemType.URL_TIMEOUT;
            case FetchException.TooLarge _ -> ProblemType.PHOTO_TOO_LARGE;
        };
    }
}
