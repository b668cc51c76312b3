package org.weatherinference.state;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.JsonObject;
import org.weatherinference.model.JsonText;

/** Photos that a training may learn from. */
public sealed interface DatasetSource {
    /**
     * A folder that the operator put among the datasets.
     *
     * @param name letters, digits, dots, hyphens and underscores
     */
    record Folder(String name) implements DatasetSource {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

        /** Refuses what could lead anywhere else. */
        public Folder {
            if (!NAME.matcher(name).matches() || name.equals(DatasetShelf.UPLOADS)) {
                throw new IllegalArgumentException("the dataset's folder is \"" + name + "\", must be a name of at most"
                        + " 64 letters, digits, dots, hyphens and underscores, not a path");
            }
        }
    }

    /**
     * A zip file that was sent with an order.
     *
     * @param id 12 hex digits
     */
    record Upload(String id) implements DatasetSource {
        private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");

        /** Checks the id. */
        public Upload {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("the upload is \"" + id + "\", must be 12 hex digits");
            }
        }

        /** An id that no other has. */
        public static Upload fresh() {
            return new Upload(Secret.id());
        }
    }

    /** The photos that visitors let us keep, each with the label that its visitor gave. */
    record Remarked() implements DatasetSource {}

    /** For {@link JsonText}. */
    default Map<String, @Nullable Object> json() {
        return switch (this) {
            case Folder folder -> JsonText.object("folder", folder.name());
            case Upload upload -> JsonText.object("upload", upload.id());
            case Remarked _ -> JsonText.object("feedback", true);
        };
    }

    /** Reads one; IllegalArgumentException where it is none. */
    static DatasetSource of(JsonObject json) throws BundleException {
        DatasetSource source = read(json);
        json.end();
        return source;
    }

    private static DatasetSource read(JsonObject json) throws BundleException {
        if (json.has("folder")) {
            return new Folder(json.string("folder"));
        }
        if (json.has("upload")) {
            return new Upload(json.string("upload"));
        }
        if (json.has("feedback") && json.truth("feedback")) {
            return new Remarked();
        }
        json.end();
        throw new IllegalArgumentException(
                "a source of the dataset must be {\"folder\":\"NAME\"}, {\"upload\":\"ID\"} or"
                        + " {\"feedback\":true}");
    }
}
