package org.weatherinference.photo;

/** Decoded pixels as stored, to be read row by row, from the top, once. Whoever decodes them closes them. */
interface Pixels extends AutoCloseable {
    int width();

    int height();

    /** Whether the pixels' lowest byte is their opacity; it means nothing otherwise. */
    boolean hasAlpha();

    /**
     * Fills the row with the next pixels: red in the highest byte, then green, blue, opacity.
     *
     * @throws MalformedPhotoException when the picture data is corrupt
     */
    void nextRow(int[] row) throws MalformedPhotoException;

    @Override
    void close();
}
