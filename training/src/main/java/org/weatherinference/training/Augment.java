package org.weatherinference.training;

import java.util.Locale;
import org.weatherinference.command.Choice;
import picocli.CommandLine.ITypeConverter;

/** How much photos are changed before they are learnt from; see {@link Augmentation} for what the numbers mean. */
enum Augment {
    NONE(1, 1, 1, 0, 0, 0),
    LIGHT(0.8, 0.8, 1.25, 0.1, 0, 0),
    STANDARD(0.6, 0.6, 1.7, 0.2, 0.25, 0.35),
    STRONG(0.35, 0.5, 2, 0.4, 0.35, 0.5);

    final double leastArea;
    final double narrowest;
    final double widest;
    final double light;
    final double coarseShare;
    final double compressedShare;

    /**
     * @param leastArea of a cut-out, as a share of the photo
     * @param narrowest shape that a photo is squashed to, its width by its height as they were
     * @param widest the same at the other end
     * @param light how far brightness, contrast and saturation go from 1
     * @param coarseShare of the photos that are made coarser
     * @param compressedShare of the photos that are compressed once more
     */
    Augment(
            double leastArea,
            double narrowest,
            double widest,
            double light,
            double coarseShare,
            double compressedShare) {
        this.leastArea = leastArea;
        this.narrowest = narrowest;
        this.widest = widest;
        this.light = light;
        this.coarseShare = coarseShare;
        this.compressedShare = compressedShare;
    }

    /** Reads one as it is typed. */
    static final class Typed implements ITypeConverter<Augment> {
        @Override
        public Augment convert(String value) {
            return new Choice<>(Augment.class).convert(value);
        }
    }

    /** As typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
