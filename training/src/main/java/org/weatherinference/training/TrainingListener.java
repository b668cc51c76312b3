package org.weatherinference.training;

/** Hears how a training goes on. Whoever makes one closes it. */
interface TrainingListener extends AutoCloseable {
    /** An epoch begins, or is taken up again, with so many photos ahead. */
    void epochStarts(int epoch, int epochs, int photos);

    /** A step over so many photos is done; the loss is the epoch's mean so far. */
    void stepDone(int photos, double loss);

    /** An epoch is done, and whether it gave the best network so far. */
    void epochDone(EpochResult result, boolean best);

    /** Speed of the current epoch. */
    double photosPerSecond();

    /** Nothing more is heard. */
    @Override
    default void close() {}
}
