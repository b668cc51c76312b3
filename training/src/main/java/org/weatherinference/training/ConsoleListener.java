package org.weatherinference.training;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.Progress;

/** Shows a training's epochs as progress bars, and what each came to as a line. */
final class ConsoleListener implements TrainingListener {
    private @Nullable Progress bar;
    private long began;
    private long photos;

    @Override
    public void epochStarts(int epoch, int epochs, int ahead) {
        close();
        began = System.nanoTime();
        photos = 0;
        bar = Progress.start("Epoch " + epoch + " of " + epochs, ahead, "photos");
    }

    @Override
    public void stepDone(int count, double loss) {
        photos += count;
        if (bar != null) {
            bar.note(String.format(Locale.ROOT, "loss %.3f", loss));
            bar.step(count);
        }
    }

    @Override
    public void epochDone(EpochResult result, boolean best) {
        if (bar != null) {
            bar.line(result.text(best));
        }
        close();
    }

    @Override
    public double photosPerSecond() {
        return photos * 1e9 / Math.max(1, System.nanoTime() - began);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
