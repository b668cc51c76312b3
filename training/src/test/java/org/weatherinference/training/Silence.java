package org.weatherinference.training;

/** A listener that says nothing, and so measures nothing either. */
class Silence implements TrainingListener {
    @Override
    public void epochStarts(int epoch, int epochs, int photos) {}

    @Override
    public void stepDone(int photos, double loss) {}

    @Override
    public void epochDone(EpochResult result, boolean best) {}

    @Override
    public double photosPerSecond() {
        return 0;
    }
}
