package org.weatherinference.state;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Both kinds of storage for photos, each of which must pass every test. */
enum PhotoPlace {
    FOLDER {
        @Override
        Supplier<PhotoStorage> fresh(Path folder) {
            return () -> PhotoFolder.standard(folder);
        }
    },
    BUCKET {
        @Override
        Supplier<PhotoStorage> fresh(Path folder) {
            BucketAddress address = BucketServer.running().bucket("visitors");
            return () -> new PhotoBucket(address, BucketServer.KEY);
        }
    };

    /** A place that nobody has used, as each process would open it. */
    abstract Supplier<PhotoStorage> fresh(Path folder);
}
