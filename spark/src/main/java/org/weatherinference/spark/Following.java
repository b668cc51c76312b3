package org.weatherinference.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.weatherinference.command.CommandException;

/** A batch that goes on with what a folder comes to hold, as a stream of Spark's, until the process is told to end. */
final class Following implements AutoCloseable {
    /** Before Spark ends itself, which it does at 30 above Hadoop. */
    private static final int BEFORE_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 100;

    private final StreamingQuery query;
    private final Path account;
    private final Thread hook = new Thread(this::tellToEnd, "stream");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean told;

    private Following(StreamingQuery query, Path account) {
        this.query = query;
        this.account = account;
        ShutdownHookManager.get().addShutdownHook(hook, BEFORE_SPARK);
    }

    /**
     * Runs until it is told to end.
     *
     * @param drain whether it also ends when no photo is left
     * @return the exit code
     * @throws CommandException where there is no such folder
     */
    static int run(Batch batch, SparkSession spark, String folder, boolean drain) throws IOException {
        requireFolder(folder, spark);
        // Spark wants a place for its own account of how far it is; ours are the rows.
        Path account = Files.createTempDirectory("weather-stream-");
        try (var following = new Following(start(batch, spark, folder, drain, account), account)) {
            following.await();
            return batch.end();
        }
    }

    private static void requireFolder(String folder, SparkSession spark) throws IOException {
        var path = new org.apache.hadoop.fs.Path(folder);
        FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
        if (!files.exists(path) || !files.getFileStatus(path).isDirectory()) {
            throw new CommandException(folder + ": there is no such folder to wait for photos in");
        }
    }

    private static StreamingQuery start(Batch batch, SparkSession spark, String folder, boolean drain, Path account) {
        VoidFunction2<Dataset<Row>, Long> round =
                (rows, _) -> batch.answer(rows.toJavaRDD().map(SourceRow::source));
        try {
            return spark.readStream()
                    .format(FolderSource.class.getName())
                    .load(folder)
                    .writeStream()
                    .foreachBatch(round)
                    .trigger(drain ? Trigger.AvailableNow() : Trigger.ProcessingTime(FolderStream.SETTLED.toMillis()))
                    .option("checkpointLocation", account.toUri().toString())
                    .start();
        } catch (TimeoutException e) {
            throw new CommandException("the stream could not be started: " + e.getMessage(), e);
        }
    }

    private void await() {
        try {
            query.awaitTermination();
        } catch (StreamingQueryException e) {
            if (!told) {
                throw new CommandException("the stream failed: " + e.cause(), e);
            }
        }
    }

    /** What is in work is given up, and is done by the next run. */
    private void tellToEnd() {
        told = true;
        try {
            query.stop();
            closed.await();
        } catch (InterruptedException | TimeoutException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        FileUtil.fullyDelete(account.toFile());
        closed.countDown();
        if (!told) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
