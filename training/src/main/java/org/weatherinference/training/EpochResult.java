package org.weatherinference.training;

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
     * Whether this epoch's network is taken in place of an earlier one: unless it is worse by more than a standard
     * error. The held-out photos are few, and the later network has learnt at a lower rate.
     */
    boolean supersedes(EpochResult earlier) {
        return heldOutLoss <= earlier.heldOutLoss + earlier.heldOutLossError;
    }
}
