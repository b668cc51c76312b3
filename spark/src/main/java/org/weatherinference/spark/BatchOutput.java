package org.weatherinference.spark;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.weatherinference.command.CommandException;

/** The folder that rows are written to: one folder a label in it, and one for photos without. */
record BatchOutput(SparkSession spark, String folder, BatchFormat format) {
    private static final String LABEL = "label";

    /**
     * Checks that what is there, if anything, was written by an earlier batch in the same format.
     *
     * @throws CommandException where it was not
     */
    void check() {
        for (FileStatus found : shown(new Path(folder))) {
            if (!found.getPath().getName().startsWith(LABEL + "=")) {
                throw new CommandException(folder + " holds " + found.getPath().getName()
                        + ", which no batch wrote: name a folder that is new, or an earlier batch's");
            }
            written(found.getPath()).ifPresent(this::check);
        }
    }

    private void check(String file) {
        if (!file.endsWith("." + format)) {
            throw new CommandException(folder + " holds rows in another format (" + file + ") than " + format
                    + ": name that with --format, or another folder");
        }
    }

    private Optional<String> written(Path label) {
        return shown(label).stream().map(file -> file.getPath().getName()).findFirst();
    }

    /** What Spark would read of a folder; nothing where there is none. */
    private List<FileStatus> shown(Path path) {
        Configuration settings = spark.sparkContext().hadoopConfiguration();
        try {
            FileSystem files = path.getFileSystem(settings);
            return files.exists(path)
                    ? Arrays.stream(files.listStatus(path, BatchOutput::isShown))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new CommandException(
                    path + " cannot be listed: " + ReadProblem.of(e).detail(), e);
        }
    }

    private static boolean isShown(Path path) {
        return !path.getName().startsWith("_") && !path.getName().startsWith(".");
    }

    /** The photos that have a row already: an answer of that bundle, or why they cannot be answered by any. */
    AnsweredPhotos answered(String bundle) {
        if (shown(new Path(folder)).isEmpty()) {
            return AnsweredPhotos.NONE;
        }
        return AnsweredPhotos.of(format.read(spark, folder)
                .where(col("model").equalTo(bundle).or(col("model").isNull()))
                .select("photo")
                .as(Encoders.STRING()));
    }

    /**
     * Adds rows, all of them or none.
     *
     * @param counts told what was written
     */
    void add(Dataset<Row> rows, List<String> labels, Observation counts) {
        // By label, so that each round gives a file a label and not each task; counted behind that, where a task that
        // is
        // done anew because its executor died does not count twice.
        Dataset<Row> counted = Tally.observed(rows.repartition(col(LABEL)), labels, counts);
        format.shaped(counted, labels)
                .sortWithinPartitions(LABEL, "photo")
                .write()
                .mode("append")
                .partitionBy(LABEL)
                .option("header", true)
                .option("escape", "\"")
                .format(format.toString())
                .save(folder);
    }
}
