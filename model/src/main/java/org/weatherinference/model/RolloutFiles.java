package org.weatherinference.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollout.Shadow;
import org.weatherinference.model.Rollout.Trial;

/**
 * What was decided about each name, kept in a user's store: {@code <name>/live} holds the number of the live version,
 * and after it a line each, where there is something to say: {@code before 3}, {@code canary 5 10%} or {@code shadow
 * 5}. Read without any lock, since the file is exchanged whole; changed under one.
 */
record RolloutFiles(Path store) {
    private static final String LOCK = ".live.lock";
    private static final String NUMBER = "([1-9][0-9]{0,8})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "(?:\\sbefore " + NUMBER + ")?(?:\\scanary " + NUMBER
            + " ([0-9]{1,2})%|\\sshadow " + NUMBER + ")?");
    /** A lock on a file keeps out other processes, not other threads of this one. */
    private static final Object THREADS = new Object();

    /** Nothing where no version was promoted. */
    Optional<Rollout> of(String name) throws BundleException {
        Path file = file(name);
        try {
            return Files.exists(file) ? Optional.of(parse(name, Files.readString(file))) : Optional.empty();
        } catch (IOException fault) {
            throw new BundleException("the live version of " + name + " cannot be read: " + fault, fault);
        }
    }

    /** Likewise, and where nobody can tell. */
    Optional<Rollout> readable(String name) {
        try {
            return of(name);
        } catch (BundleException _) {
            return Optional.empty(); // whoever asks for it is told
        }
    }

    private static Rollout parse(String name, String text) throws BundleException {
        Matcher form = FORM.matcher(text.strip());
        try {
            if (form.matches()) {
                OptionalInt before = form.group(2) == null ? OptionalInt.empty() : OptionalInt.of(number(form, 2));
                return new Rollout(name, number(form, 1), before, trial(form));
            }
        } catch (IllegalArgumentException _) {
            // A share that is out of range: said below.
        }
        throw new BundleException("the live version of " + name + " is \"" + text.strip()
                + "\", must be a number and what Weather Inference writes after it: promote one again");
    }

    private static Optional<Trial> trial(Matcher form) {
        if (form.group(3) != null) {
            return Optional.of(new Canary(number(form, 3), number(form, 4)));
        }
        return form.group(5) == null ? Optional.empty() : Optional.of(new Shadow(number(form, 5)));
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    private static String text(Rollout rollout) {
        String before = rollout.previous().isEmpty()
                ? ""
                : "before " + rollout.previous().getAsInt() + "\n";
        String trial = switch (rollout.trial().orElse(null)) {
            case null -> "";
            case Canary(int version, int percent) -> "canary " + version + " " + percent + "%\n";
            case Shadow(int version) -> "shadow " + version + "\n";
        };
        return rollout.live() + "\n" + before + trial;
    }

    /** Exchanges what was decided about its name. */
    void put(Rollout rollout) throws IOException {
        Folders.replace(file(rollout.name()), text(rollout));
    }

    /** What is done to a name. */
    interface Action {
        void run() throws BundleException, IOException;
    }

    /** Does it while nobody else, in whatever process, does anything to the same name. */
    void alone(String name, Action action) throws BundleException, IOException {
        Path lock = Files.createDirectories(store.resolve(name)).resolve(LOCK);
        synchronized (THREADS) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                action.run();
            }
        }
    }

    private Path file(String name) {
        return store.resolve(name).resolve(BundleReference.LIVE);
    }
}
