package org.weatherinference.training;

import java.util.Locale;
import org.weatherinference.model.Provenance;

/**
 * How one epoch went.
 *
 * @param epoch from 1
 * @param frozen whether only the head learnt
 * @param loss mean over the epoch's photos
 * @param heldOutLoss calibrated, of the averaged network on the photos kept to choose by
 * @param heldOutLossError standard error of that
 * @param heldOutError share of those with a wrong label, 0 to 1
 * @param photosPerSecond learnt from, decoding included
 */
record EpochResult(
        int epoch,
        boolean frozen,
        double loss,
        double heldOutLoss,
        double heldOutLossError,
        double heldOutError,
        double photosPerSecond) {
    /** What a bundle remembers of it. */
    Provenance.Epoch forBundle() {
        return new Provenance.Epoch(epoch, frozen, loss, heldOutLoss, heldOutLossError, heldOutError);
    }

    /**
     * For people, a line.
     *
     * @param best whether it gave the best network so far
     */
    String text(boolean best) {
        return String.format(
                Locale.ROOT,
                "epoch %d%s: loss %.4f, held out: loss %.4f, error %.2f %%, %.1f photos/s%s",
                epoch,
                frozen ? " (head only)" : "",
                loss,
                heldOutLoss,
                100 * heldOutError,
                photosPerSecond,
                best ? ", the best so far" : "");
    }

    /**
     * Whether this epoch's network is taken in place of an earlier one: unless it is worse by more than a standard
     * error. The held-out photos are few, and the later network has learnt at a lower rate.
     */
    boolean supersedes(EpochResult earlier) {
        return heldOutLoss <= earlier.heldOutLoss + earlier.heldOutLossError;
    }
}
