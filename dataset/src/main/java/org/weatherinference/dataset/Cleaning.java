package org.weatherinference.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.weatherinference.dataset.Decision.Change;
import org.weatherinference.dataset.Decision.Question;

/**
 * One person's sitting at the labels of a dataset. Each decision is on the disk when {@link #decide} returns: labels in
 * {@code photos.csv}, which is made where there is none, and every decision in {@value #LOG} beside it, from which undo
 * works and what was looked at is known, also in later sittings. No photo is moved, changed or deleted.
 *
 * <p>A dataset has one sitting at a time. What other programs write into {@code photos.csv} meanwhile stays: a decision
 * about a photo whose label they changed is refused. Safe to share between threads. Whoever opens it closes it.
 */
public final class Cleaning implements AutoCloseable {
    /** The log's name in a dataset's folder. */
    public static final String LOG = "cleaning.log.csv";

    /** In a label's place, that of a photo which is left out of the dataset. */
    public static final String REJECTED = "rejected";

    private final Path folder;
    private final CleaningLog log;
    private final Set<String> earlier;

    private Cleaning(Path folder, CleaningLog log) {
        this.folder = folder;
        this.log = log;
        earlier = ids(log.standing());
    }

    /**
     * Begins a sitting.
     *
     * @throws DatasetException where another program has one open, the log is damaged or the folder cannot be written
     *     to
     */
    public static Cleaning open(Path folder) throws DatasetException {
        return new Cleaning(folder, CleaningLog.open(folder.resolve(LOG)));
    }

    /**
     * Takes a decision; one whose id was taken before is done already.
     *
     * @param model whose doubt it answers, for the log
     * @throws StaleDecisionException where a photo is no longer listed, or neither has the label from which it is to be
     *     changed nor that to which; nothing is written
     * @throws DatasetException where it cannot be written
     */
    public synchronized void decide(Decision decision, String model) throws DatasetException {
        if (!log.holds(decision.id())) {
            // The table first: if the end comes between the two, the label is right, and told again it is only logged.
            apply(decision.changes());
            log.add(decision, model);
        }
    }

    /**
     * Takes a decision back, so that the labels are as before and the photos were not looked at; what was taken back by
     * the same id before is done already.
     *
     * @param id of the taking back
     * @param undone id of the decision
     * @throws StaleDecisionException where there is no such decision, or a photo's label was changed since
     * @throws DatasetException where it cannot be written
     */
    public synchronized void undo(String id, String undone, String model) throws DatasetException {
        if (log.holds(id)) {
            return;
        }
        Decision decision = log.standing().stream()
                .filter(one -> one.id().equals(undone))
                .findFirst()
                .orElseThrow(() -> new StaleDecisionException("the decision was taken back already"));
        List<Change> reversed =
                decision.changes().stream().map(Change::reversed).toList();
        apply(reversed);
        log.addUndo(id, decision, model);
    }

    private void apply(List<Change> changes) throws DatasetException {
        PhotosTable table = PhotosTable.read(folder);
        for (Change change : changes) {
            check(table, change);
        }
        boolean changed = !table.exists();
        for (Change change : changes) {
            changed |= !table.value(change.path(), PhotosTable.LABEL).equals(change.to());
            table.set(change.path(), PhotosTable.LABEL, change.to());
        }
        if (changed) {
            table.save();
        }
    }

    private static void check(PhotosTable table, Change change) throws DatasetException {
        if (change.path().contains("\n")) {
            // What is left of a broken line could not be told from a whole one.
            throw new DatasetException("'%s' has a line break in its name; rename the file".formatted(change.path()));
        }
        if (!table.lists(change.path())) {
            throw new StaleDecisionException("'%s' is no longer listed in photos.csv".formatted(change.path()));
        }
        String label = table.value(change.path(), PhotosTable.LABEL);
        if (!label.equals(change.from()) && !label.equals(change.to())) {
            throw new StaleDecisionException("the label of '%s' is '%s' by now, and was '%s' when it was shown"
                    .formatted(change.path(), label, change.from()));
        }
    }

    /** The decisions that were not taken back, those of earlier sittings too, in their order. */
    public synchronized List<Decision> standing() {
        return log.standing();
    }

    /** Those of this sitting. */
    public synchronized List<Decision> ofThisSitting() {
        return log.standing().stream()
                .filter(decision -> !earlier.contains(decision.id()))
                .toList();
    }

    /** Those of the photos whose label was not looked at yet, or is another one since. */
    public List<Entry> withoutReviewed(Collection<Entry> entries) {
        Map<String, String> reviewed = new HashMap<>();
        for (Decision decision : standing()) {
            if (decision.question() == Question.LABEL) {
                decision.changes().forEach(change -> reviewed.put(change.path(), change.to()));
            }
        }
        return entries.stream()
                .filter(entry -> !entry.label().equals(reviewed.get(entry.path())))
                .toList();
    }

    /** Those of the groups that were not looked at yet with all their photos. */
    public List<List<Entry>> withoutReviewedGroups(Collection<List<Entry>> groups) {
        List<Set<String>> reviewed = new ArrayList<>();
        for (Decision decision : standing()) {
            if (decision.question() == Question.DUPLICATES) {
                Set<String> paths = new HashSet<>();
                decision.changes().forEach(change -> paths.add(change.path()));
                reviewed.add(paths);
            }
        }
        return groups.stream()
                .filter(group -> reviewed.stream()
                        .noneMatch(paths -> group.stream().allMatch(entry -> paths.contains(entry.path()))))
                .toList();
    }

    /**
     * What became of photos.
     *
     * @param kept photos whose label was said to be right, or that stay though others show the same
     * @param relabelled photos with another label than before
     * @param rejected photos that are left out from now on
     */
    public record Tally(int kept, int relabelled, int rejected) {
        /** All of them. */
        public int photos() {
            return kept + relabelled + rejected;
        }
    }

    /** What this sitting has come to. */
    public Tally tally() {
        int kept = 0;
        int relabelled = 0;
        int rejected = 0;
        for (Decision decision : ofThisSitting()) {
            for (Change change : decision.changes()) {
                if (!change.keeps()) {
                    relabelled += change.rejects() ? 0 : 1;
                    rejected += change.rejects() ? 1 : 0;
                } else if (!change.rejects()) {
                    kept++;
                }
            }
        }
        return new Tally(kept, relabelled, rejected);
    }

    private static Set<String> ids(List<Decision> decisions) {
        Set<String> ids = new HashSet<>();
        decisions.forEach(decision -> ids.add(decision.id()));
        return ids;
    }

    /** Ends the sitting, so that another one can begin. */
    @Override
    public synchronized void close() {
        log.close();
    }
}
