/**
 * Bytes of a picture file to upright 8-bit RGB pixels.
 *
 * <p>Leptonica, which decodes, is native: its libraries for the machine are modules of their own, such as
 * {@code org.bytedeco.leptonica.linux.x86_64}, which nothing requires. A program on the module path resolves them with
 * {@code --add-modules ALL-MODULE-PATH}.
 */
module org.weatherinference.photo {
    requires static transitive org.jspecify;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.leptonica;

    exports org.weatherinference.photo;
}
