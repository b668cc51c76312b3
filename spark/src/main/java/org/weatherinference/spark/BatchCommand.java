package org.weatherinference.spark;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.Choice;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weather batch}: many photos through Spark. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Classifies photos by the million, with Apache Spark.",
        description = {
            "Writes a row for each photo, with the words of classify --format json; one that cannot be classified gets"
                    + " a row with its error. Photos that have a row already are passed over, so a batch that was"
                    + " stopped goes on where it was.",
            ""
        },
        footer = {
            "",
            "  weather batch photos/ answers/",
            "  weather batch --format csv photos.tar answers/",
            "  weather batch photos.parquet answers/ --column image",
            "  weather batch --stream inbox/ answers/",
        })
public final class BatchCommand implements WeatherCommand {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "INPUT",
            description = "A folder, a zip or tar file, or a table (NAME.parquet, NAME.csv) with a column of paths,"
                    + " web addresses or bytes; on disk or wherever Hadoop reads, as hdfs://… or s3a://….")
    private String input;

    @Parameters(
            index = "1",
            paramLabel = "OUTPUT",
            description = "The folder to write to: files of rows in one folder a label.")
    private String output;

    @Option(
            names = "--model",
            paramLabel = "REF",
            description = "Bundle: NAME, NAME:VERSION, NAME:TAG, NAME:latest, NAME:live, its folder, or its zip file,"
                    + " wherever Hadoop reads.")
    private @Nullable String model;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master (default: local[*], all cores of this machine).")
    private @Nullable String master;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of Spark's, such as spark.executor.memory=2g.")
    private Map<String, String> sparkSettings = new LinkedHashMap<>();

    @Option(
            names = "--format",
            defaultValue = "parquet",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "One of ${COMPLETION-CANDIDATES} (default: parquet).")
    private BatchFormat format;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The table's column of photos (default: the first of content, bytes, image, photo,"
                    + " path, url that it has).")
    private @Nullable String column;

    @Option(
            names = "--allow-host",
            paramLabel = "HOST",
            description = "A host that web addresses in a table may point to though it is not public.")
    private List<String> allowedHosts = new ArrayList<>();

    @Option(
            names = "--stream",
            description = "Go on with what INPUT, a folder, comes to hold, until this is told to end.")
    private boolean stream;

    @Option(names = "--drain", description = "With --stream: end when no photo is left, as where cron starts it.")
    private boolean drain;

    /** Reads {@code parquet} and the like. */
    static final class FormatConverter implements ITypeConverter<BatchFormat> {
        @Override
        public BatchFormat convert(String value) {
            return new Choice<>(BatchFormat.class).convert(value);
        }
    }

    @Override
    public Integer call() {
        requireApart();
        requireStream();
        WebPhotos web = web();
        try (SparkSession spark = session();
                Progress progress = Progress.start("Classifying", -1, "photos")) {
            Bundle bundle = bundle(spark);
            var out = new BatchOutput(spark, output, format);
            out.check();
            WeatherSpark weather = WeatherSpark.of(spark, bundle, web);
            var batch = new Batch(weather, bundle, out, progress);
            return stream ? Following.run(batch, spark, input, drain) : batch.run(Rounds.of(weather, input, column));
        } catch (BundleException | IOException refusal) {
            throw new CommandException(String.valueOf(refusal.getMessage()), refusal);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /** What is written must not be found and classified in its turn. */
    private void requireApart() {
        if ((output + "/").startsWith(input.replaceFirst("/+$", "") + "/")) {
            throw wrong(output + ": lies within " + input + ", which is to be classified");
        }
    }

    private void requireStream() {
        if (drain && !stream) {
            throw wrong("--drain goes with --stream; without it every batch ends when no photo is left");
        }
        if (stream && (column != null || PhotoTable.isTable(input))) {
            throw wrong("--stream goes through a folder of photos, and " + input + " would be a table");
        }
    }

    private WebPhotos web() {
        try {
            return new WebPhotos(allowedHosts);
        } catch (IllegalArgumentException e) {
            throw wrong("--allow-host: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private SparkSession session() {
        return SparkSession.builder().config(configuration()).getOrCreate();
    }

    /** Whatever spark-submit or the user's own settings say, and what is missing there. */
    private SparkConf configuration() {
        SparkConf settings = new SparkConf();
        sparkSettings.forEach(settings::set);
        if (master != null) {
            settings.setMaster(master);
        }
        settings.setIfMissing("spark.master", "local[*]").setIfMissing("spark.app.name", "weather batch");
        bringJar(settings);
        // As it comes, Spark unpacks 4,096 rows of Parquet at once: with photos in them, gigabytes.
        settings.setIfMissing("spark.sql.parquet.columnarReaderBatchSize", "16");
        // Spark would write and compile Java for each kind of job: that takes longer than our few columns ever give
        // back.
        settings.setIfMissing("spark.sql.codegen.wholeStage", "false")
                .setIfMissing("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        if (isLocal(settings)) {
            settings.setIfMissing("spark.ui.enabled", "false")
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        return settings;
    }

    /**
     * Executors elsewhere need our classes: the jar that the build puts beside them, where spark-submit brings none.
     */
    private void bringJar(SparkConf settings) {
        if (isLocal(settings) || !settings.get("spark.jars", "").isEmpty()) {
            return;
        }
        Path jar = ownClasses().resolveSibling("weather-batch.jar");
        if (!Files.exists(jar)) {
            throw wrong("--master " + settings.get("spark.master") + ": executors elsewhere need our classes, and "
                    + jar + " is not there: see docs/batch.md");
        }
        settings.set("spark.jars", jar.toUri().toString());
    }

    private static Path ownClasses() {
        try {
            return Path.of(BatchCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLocal(SparkConf settings) {
        return settings.get("spark.master").toLowerCase(Locale.ROOT).matches("local(\\[.*])?");
    }

    private Bundle bundle(SparkSession spark) throws BundleException, IOException {
        if (model != null && model.endsWith(".zip")) {
            return fetched(model, spark);
        }
        BundleStore store = BundleStore.standard();
        return model == null ? store.standardBundle() : store.resolve(model);
    }

    /** Where a file is that spark-submit brought by --files, which is named without its folder then; else as it is. */
    private static String shipped(String zip) {
        Path brought = Path.of(SparkFiles.get(zip));
        return Files.exists(brought) ? brought.toUri().toString() : zip;
    }

    /** Taken into a store of its own, which ends with this process. */
    private static Bundle fetched(String zip, SparkSession spark) throws BundleException, IOException {
        var from = new org.apache.hadoop.fs.Path(shipped(zip));
        var settings = spark.sparkContext().hadoopConfiguration();
        Path folder = Files.createTempDirectory("weather-model-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(folder.toFile())));
        Path copy = folder.resolve("bundle.zip");
        FileUtil.copy(from.getFileSystem(settings), from, copy.toFile(), false, settings);
        try {
            return BundleStore.open(folder).add(copy, null).bundle();
        } catch (BundleException refusal) {
            throw new BundleException(zip + ": " + refusal.getMessage(), refusal);
        }
    }
}
