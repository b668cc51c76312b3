package org.weatherinference.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens a file wherever Hadoop can. */
final class StoredFile {
    private StoredFile() {}

    /** A file on the local disk is opened without Hadoop, which stumbles over colons in names. */
    static InputStream open(String uri, Configuration hadoop) throws IOException {
        Path path = new Path(uri);
        FileSystem system = path.getFileSystem(hadoop);
        Path whole = system.makeQualified(path);
        return isLocal(whole) ? Files.newInputStream(local(whole)) : system.open(path);
    }

    static boolean isLocal(Path path) {
        return "file".equals(path.toUri().getScheme());
    }

    static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }
}
