package org.weatherinference.spark;

import java.io.Serializable;
import org.weatherinference.model.Answer;

/** Where one photo is, or those of an archive: what is sent to executors, which then read. */
sealed interface PhotoSource extends Serializable {
    /** As rows shall name it. */
    String name();

    /**
     * A file.
     *
     * @param uri where Hadoop finds it
     * @param bytes its size; below 0 where that is not known
     */
    record InFile(String name, String uri, long bytes) implements PhotoSource {}

    /**
     * A share of an archive's photos: of all entries the first, and then every {@code shares}th after it.
     *
     * @param uri where Hadoop finds it
     * @param first counted from 0
     */
    record InArchive(String name, String uri, int first, int shares) implements PhotoSource {}

    /** A web address. */
    record OnWeb(String name) implements PhotoSource {}

    /** A photo that came in a row. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record InRow(String name, byte[] bytes) implements PhotoSource {}

    /** Something that cannot be read, which is known before it is tried. */
    record Nowhere(String name, String type, String title, int status, String detail) implements PhotoSource {
        Nowhere(String name, Answer.Problem problem) {
            this(name, problem.type(), problem.title(), problem.status(), problem.detail());
        }

        Answer.Problem problem() {
            return new Answer.Problem(type, title, status, detail);
        }
    }
}
