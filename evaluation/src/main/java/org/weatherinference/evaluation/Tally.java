package org.weatherinference.evaluation;

import java.util.Collection;

/** So many photos and, of those, so many wrong answers. */
record Tally(int photos, int wrong) {
    /** Two-sided 95 % of the normal distribution. */
    private static final double Z = 1.959963984540054;

    static Tally of(Collection<Case> cases) {
        return new Tally(
                cases.size(), (int) cases.stream().filter(one -> !one.right()).count());
    }

    /** Share of wrong answers; 0 where there are none at all. */
    double error() {
        return photos == 0 ? 0 : (double) wrong / photos;
    }

    /** Lower end of the error's interval after Wilson 1927, "Probable Inference, the Law of Succession". */
    double low() {
        return wrong == 0 ? 0 : centre() - halfWidth();
    }

    /** Upper end of it. */
    double high() {
        return wrong == photos ? 1 : centre() + halfWidth();
    }

    private double centre() {
        return (error() + Z * Z / (2 * photos)) / (1 + Z * Z / photos);
    }

    private double halfWidth() {
        double variance = error() * (1 - error()) / photos + Z * Z / (4.0 * photos * photos);
        return Z * Math.sqrt(variance) / (1 + Z * Z / photos);
    }
}
