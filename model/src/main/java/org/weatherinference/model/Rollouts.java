package org.weatherinference.model;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.weatherinference.model.BundleStore.Place;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollout.Shadow;
import org.weatherinference.model.Rollout.Trial;

/**
 * Which versions of a store's bundles answer, as an operator decides. Servers that share the store follow. What is
 * decided is on the disk when a method returns; safe to share between threads and processes.
 */
public final class Rollouts {
    private final BundleStore store;
    private final RolloutFiles files;

    Rollouts(BundleStore store, RolloutFiles files) {
        this.store = store;
        this.files = files;
    }

    /**
     * The name whose rollout decides which versions answer where a server was given this reference: that of a name
     * alone and of {@code name:live}; nothing of what stands for a version of its own.
     */
    public static Optional<String> followedName(String reference) {
        String name = reference.replaceFirst(":" + BundleReference.LIVE + "$", "");
        return ModelRules.isName(name) ? Optional.of(name) : Optional.empty();
    }

    /**
     * What was decided about a name.
     *
     * @return nothing where no version of it was promoted
     * @throws BundleException where there is no such name, or it cannot be read
     */
    public Optional<Rollout> of(String name) throws BundleException {
        return files.of(existing(name));
    }

    /**
     * Makes a version live; a trial ends. One that ships with the program is copied to the user's own, so that it stays
     * where another release ships another. Where none was promoted before, the newest has answered so far, and is gone
     * back to by {@link #rollBack}.
     *
     * @param reference with its version, number or tag
     * @throws BundleException where there is none, it is not sound, or this cannot be written down
     */
    public Rollout promote(String reference) throws BundleException {
        Place place = sound(reference);
        return decide(place.name(), () -> before(place.name()).promoted(present(place)));
    }

    /**
     * Sees to it that what answers for a name goes on answering when a newer version comes: where none was promoted,
     * the newest is. Does nothing where there is no version yet.
     *
     * @throws BundleException where this cannot be written down
     */
    public void hold(String name) throws BundleException {
        if (!store.versions(name).isEmpty()) {
            decide(name, () -> before(name));
        }
    }

    /** A file that nobody can read is no reason not to promote: that mends it. */
    private Rollout before(String name) throws BundleException {
        int newest = store.existing(name).lastKey();
        return files.readable(name).orElse(new Rollout(name, newest, OptionalInt.empty(), Optional.empty()));
    }

    /**
     * Has a version answer a share of the requests that name no version.
     *
     * @param reference with its version, number or tag
     * @param percent 1 to 50
     * @throws BundleException where there is none, it is not sound or live already, no version of its name was promoted
     *     yet, or this cannot be written down
     * @throws IllegalArgumentException where the share is not within its range
     */
    public Rollout tryAsCanary(String reference, int percent) throws BundleException {
        Place place = sound(reference);
        return tryOut(place, new Canary(place.version(), percent));
    }

    /**
     * Has a version asked about the photos that the live one answers, unseen.
     *
     * @param reference with its version, number or tag
     * @throws BundleException as {@link #tryAsCanary}
     */
    public Rollout tryAsShadow(String reference) throws BundleException {
        Place place = sound(reference);
        return tryOut(place, new Shadow(place.version()));
    }

    private Rollout tryOut(Place place, Trial trial) throws BundleException {
        return decide(place.name(), () -> {
            Rollout before = promoted(place.name());
            if (before.live() == present(place)) {
                throw new BundleException(place.reference() + " is live already: a trial is of another version");
            }
            return before.with(Optional.of(trial));
        });
    }

    /**
     * Ends the trial of a name; the live version stays.
     *
     * @throws BundleException where there is no such name, no trial of it, or this cannot be written down
     */
    public Rollout endTrial(String name) throws BundleException {
        return decide(existing(name), () -> {
            Rollout before = promoted(name);
            if (before.trial().isEmpty()) {
                throw new BundleException(
                        "there is no trial of " + name + " to end; " + before.reference() + " is live");
            }
            return before.with(Optional.empty());
        });
    }

    /**
     * Makes the version live that was live before; a trial ends. Only once: to go back again would bring back what was
     * left.
     *
     * @throws BundleException where there is no such name or version any more, it is not sound, or this cannot be
     *     written down
     */
    public Rollout rollBack(String name) throws BundleException {
        return decide(existing(name), () -> {
            Rollout before = promoted(name);
            int previous = before.previous()
                    .orElseThrow(() -> new BundleException("it is not known what was live before " + before.reference()
                            + ": promote the version that shall answer; " + known(name)));
            return new Rollout(name, sound(name + ":" + previous).version(), OptionalInt.empty(), Optional.empty());
        });
    }

    private Rollout promoted(String name) throws BundleException {
        return files.of(name)
                .orElseThrow(() -> new BundleException("no version of " + name + " was promoted yet, so the newest"
                        + " answers: promote the version that shall answer first; " + known(name)));
    }

    private String known(String name) {
        return BundleStore.known(name, store.versions(name));
    }

    /** What comes next. */
    private interface Decision {
        Rollout next() throws BundleException;
    }

    private Rollout decide(String name, Decision decision) throws BundleException {
        try {
            var decided = new AtomicReference<Rollout>();
            files.alone(name, () -> {
                Rollout next = decision.next();
                store.keep(store.place(next.reference()));
                files.put(next);
                decided.set(next);
            });
            return decided.get();
        } catch (IOException fault) {
            throw new BundleException("what is live of " + name + " cannot be written down: " + fault, fault);
        }
    }

    /** Of a version that may answer: its checksums and its golden photos are right. */
    private Place sound(String reference) throws BundleException {
        Place place = store.said(reference, "promoted");
        try (Classifier _ = store.resolve(place.reference()).classifier()) {
            return place;
        }
    }

    /** Of a version that may have been deleted while it was checked. */
    private int present(Place place) throws BundleException {
        return store.place(place.reference()).version();
    }

    private String existing(String name) throws BundleException {
        String parsed = BundleReference.parse(name).name();
        if (!parsed.equals(name)) {
            throw new BundleException("\"" + name + "\" says a version: give the name alone, " + parsed);
        }
        store.existing(parsed);
        return parsed;
    }
}
