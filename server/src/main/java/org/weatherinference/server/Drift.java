package org.weatherinference.server;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.weatherinference.model.Answer;

/**
 * Watches whether a bundle's answers go on as they were: each {@value #WINDOW} answers are held against all before them
 * by the population stability index, over verdicts, so that more unsure answers count like other labels. Above
 * {@value #LIMIT}, where credit scoring (Siddiqi, 2006) begins to worry, the operator is told; two samples of one
 * distribution stay below 0.05. Nothing is kept over a restart. Safe to share.
 */
final class Drift {
    static final int WINDOW = 500;
    /** What is usual is known after so many windows, and is that of the last ones. */
    private static final int WINDOWS_TO_KNOW = 2;

    private static final int MOST_WINDOWS = 20;
    private static final double LIMIT = 0.2;

    private final Consumer<String> notices;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    /** @param notices takes what an operator should know */
    Drift(Consumer<String> notices) {
        this.notices = notices;
    }

    void answered(Answer.Classified answer) {
        watches.computeIfAbsent(answer.model(), Watch::new).count(answer.verdict());
    }

    /** The last index of each bundle that has one, by its reference. */
    Map<String, Double> indices() {
        Map<String, Double> indices = new TreeMap<>();
        watches.forEach((model, watch) -> watch.addTo(indices));
        return indices;
    }

    private final class Watch {
        private final String model;
        private final Map<String, Integer> usual = new TreeMap<>();
        private final Map<String, Integer> recent = new TreeMap<>();
        private int windows;
        private int counted;
        private double index = Double.NaN;

        Watch(String model) {
            this.model = model;
        }

        synchronized void count(String verdict) {
            recent.merge(verdict, 1, Integer::sum);
            counted++;
            if (counted == WINDOW) {
                endWindow();
            }
        }

        private void endWindow() {
            if (windows >= WINDOWS_TO_KNOW) {
                index = index(usual, windows * WINDOW);
                if (index > LIMIT) {
                    notices.accept(String.format(
                            Locale.ROOT,
                            "the last %d answers of %s are not as usual (index %.2f, limit %.1f): %s, before that %s;"
                                    + " look at what is sent, and at what visitors say is wrong",
                            WINDOW,
                            model,
                            index,
                            LIMIT,
                            shares(recent, WINDOW),
                            shares(usual, windows * WINDOW)));
                }
            }
            remember();
        }

        /** As of a sliding mean: once there are enough, a window takes the place of an average one. */
        private void remember() {
            if (windows == MOST_WINDOWS) {
                usual.replaceAll((_, count) -> count - Math.round((float) count / MOST_WINDOWS));
                windows--;
            }
            recent.forEach((verdict, count) -> usual.merge(verdict, count, Integer::sum));
            windows++;
            recent.clear();
            counted = 0;
        }

        /** What never came counts as half a photo, since no share may be zero. */
        private double index(Map<String, Integer> before, int all) {
            Set<String> verdicts = new TreeSet<>(before.keySet());
            verdicts.addAll(recent.keySet());
            double sum = 0;
            for (String verdict : verdicts) {
                double now = Math.max(0.5, recent.getOrDefault(verdict, 0)) / WINDOW;
                double then = Math.max(0.5, before.getOrDefault(verdict, 0)) / all;
                sum += (now - then) * Math.log(now / then);
            }
            return sum;
        }

        private static String shares(Map<String, Integer> counts, int all) {
            StringBuilder text = new StringBuilder();
            counts.forEach((verdict, count) -> text.append(text.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.0f %%", verdict, 100.0 * count / all)));
            return text.toString();
        }

        synchronized void addTo(Map<String, Double> indices) {
            if (!Double.isNaN(index)) {
                indices.put(model, index);
            }
        }
    }
}
