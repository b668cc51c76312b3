package org.weatherinference.server;

import java.util.Set;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollouts;

/** What an operator wants done to a bundle's versions. */
sealed interface LiveRequest {
    /** What a body may be. */
    String FORMS = "{\"version\":4}, {\"version\":4,\"canary\":\"10%\"}, {\"version\":4,\"shadow\":true},"
            + " {\"rollback\":true} or {\"trial\":\"end\"}";

    /** A version that shall answer. */
    record Promote(int version) implements LiveRequest {}

    /** A version that shall answer a share. */
    record TryAsCanary(int version, int percent) implements LiveRequest {}

    /** A version that shall be asked unseen. */
    record TryAsShadow(int version) implements LiveRequest {}

    /** The version before shall answer. */
    record RollBack() implements LiveRequest {}

    /** The trial shall end. */
    record EndTrial() implements LiveRequest {}

    /**
     * Reads it.
     *
     * @throws ProblemException when the body is none of those that it may be
     */
    static LiveRequest of(JsonBody body) throws ProblemException {
        if (body.hasOnly("version")) {
            return new Promote(body.integer("version"));
        }
        if (body.hasOnly("version", "canary")) {
            return new TryAsCanary(body.integer("version"), percent(body.string("canary")));
        }
        if (body.hasOnly("version", "shadow") && body.truth("shadow")) {
            return new TryAsShadow(body.integer("version"));
        }
        if (body.hasOnly("rollback") && body.truth("rollback")) {
            return new RollBack();
        }
        if (body.hasOnly("trial") && body.string("trial").equals("end")) {
            return new EndTrial();
        }
        throw JsonBody.wrong("it must be " + FORMS);
    }

    private static int percent(String share) throws ProblemException {
        try {
            return Canary.percent(share);
        } catch (IllegalArgumentException refusal) {
            throw JsonBody.wrong(String.valueOf(refusal.getMessage()));
        }
    }

    /**
     * Has it done.
     *
     * @throws BundleException when it cannot be
     */
    default void decide(Rollouts rollouts, String name) throws BundleException {
        var _ = switch (this) {
            case Promote(int version) -> rollouts.promote(name + ":" + version);
            case TryAsCanary(int version, int percent) -> rollouts.tryAsCanary(name + ":" + version, percent);
            case TryAsShadow(int version) -> rollouts.tryAsShadow(name + ":" + version);
            case RollBack() -> rollouts.rollBack(name);
            case EndTrial() -> rollouts.endTrial(name);
        };
    }

    /** Whether it is about a version that is among the given. */
    default boolean isAboutOneOf(Set<Integer> versions) {
        return switch (this) {
            case Promote(int version) -> versions.contains(version);
            case TryAsCanary(int version, int _) -> versions.contains(version);
            case TryAsShadow(int version) -> versions.contains(version);
            case RollBack(), EndTrial() -> true;
        };
    }
}
