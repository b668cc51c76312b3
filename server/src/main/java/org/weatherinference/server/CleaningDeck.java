package org.weatherinference.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Cleaning;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Decision;
import org.weatherinference.dataset.Decision.Change;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.Prediction;

/**
 * The photos of a sitting, each known to the page by its number. One that was decided about in an earlier sitting comes
 * to them when that is taken back. Safe to share.
 */
final class CleaningDeck {
    /** Decisions of earlier sittings that the page can take back. */
    private static final int MOST_EARLIER = 200;

    private final CleaningPlan plan;
    private final Cleaning cleaning;
    /** By path, in the order of their numbers. */
    private final Map<String, Card> cards = new LinkedHashMap<>();

    private final List<String> numbered = new ArrayList<>();
    private final List<String> doubted = new ArrayList<>();
    private final List<List<String>> groups = new ArrayList<>();

    /** @param prediction null where the photo was not classified */
    private record Card(
            int number,
            String path,
            String source,
            @Nullable Prediction prediction) {}

    CleaningDeck(CleaningPlan plan, Cleaning cleaning) {
        this.plan = plan;
        this.cleaning = cleaning;
        plan.doubts().forEach(doubt -> {
            add(doubt.entry().path(), doubt.entry().source(), doubt.prediction());
            doubted.add(doubt.entry().path());
        });
        plan.duplicates().forEach(group -> {
            group.forEach(entry -> add(entry.path(), entry.source(), null));
            groups.add(group.stream().map(Entry::path).toList());
        });
    }

    private void add(String path, String source, @Nullable Prediction prediction) {
        if (!cards.containsKey(path)) {
            cards.put(path, new Card(numbered.size(), path, source, prediction));
            numbered.add(path);
        }
    }

    /** The file of a photo; empty where there is no such number. */
    synchronized Optional<Path> file(int number) {
        return number >= 0 && number < numbered.size()
                ? Optional.of(plan.folder().resolve(numbered.get(number)))
                : Optional.empty();
    }

    /** Takes a decision of the page, about photos that it was shown now or in an earlier sitting. */
    void decide(Decision decision) throws DatasetException {
        cleaning.decide(decision, plan.model());
    }

    void undo(String id, String undone) throws DatasetException {
        List<Decision> before = cleaning.standing();
        cleaning.undo(id, undone, plan.model());
        before.stream().filter(decision -> decision.id().equals(undone)).forEach(this::bringBack);
    }

    private synchronized void bringBack(Decision decision) {
        List<String> paths = decision.changes().stream().map(Change::path).toList();
        paths.forEach(path -> add(path, "", null));
        switch (decision.question()) {
            case LABEL -> paths.stream().filter(path -> !doubted.contains(path)).forEach(doubted::addFirst);
            case DUPLICATES -> {
                if (groups.stream().noneMatch(group -> group.containsAll(paths))) {
                    groups.addFirst(paths);
                }
            }
        }
    }

    /** All that the page shows, as JSON. */
    synchronized String json() throws DatasetException {
        PhotosTable table = PhotosTable.read(plan.folder());
        return JsonText.line(JsonText.object(
                "photos",
                        cards.values().stream().map(card -> photo(card, table)).toList(),
                "doubts", doubted.stream().map(this::number).toList(),
                "groups",
                        groups.stream()
                                .map(group -> group.stream().map(this::number).toList())
                                .toList(),
                "decisions", decisions()));
    }

    private int number(String path) {
        Card card = cards.get(path);
        return card == null ? -1 : card.number();
    }

    private static Map<String, @Nullable Object> photo(Card card, PhotosTable table) {
        Prediction prediction = card.prediction();
        return JsonText.object(
                "path",
                card.path(),
                "label",
                table.lists(card.path()) ? table.value(card.path(), PhotosTable.LABEL) : Cleaning.REJECTED,
                "source",
                card.source(),
                "probabilities",
                prediction == null ? null : prediction.byLabel());
    }

    /** In their order; those of earlier sittings are there to be taken back. */
    private List<Map<String, @Nullable Object>> decisions() {
        List<Decision> here = cleaning.ofThisSitting();
        Set<String> ids = new HashSet<>();
        here.forEach(decision -> ids.add(decision.id()));
        List<Decision> earlier = cleaning.standing().stream()
                .filter(decision -> !ids.contains(decision.id()))
                .toList();
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        earlier.subList(Math.max(0, earlier.size() - MOST_EARLIER), earlier.size())
                .forEach(decision -> all.add(decision(decision, true)));
        here.forEach(decision -> all.add(decision(decision, false)));
        return all;
    }

    private static Map<String, @Nullable Object> decision(Decision decision, boolean earlier) {
        return JsonText.object(
                "id", decision.id(),
                "question", decision.question().word(),
                "earlier", earlier,
                "changes",
                        decision.changes().stream()
                                .map(change -> JsonText.object(
                                        "path", change.path(), "from", change.from(), "to", change.to()))
                                .toList());
    }
}
