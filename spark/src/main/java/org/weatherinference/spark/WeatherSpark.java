package org.weatherinference.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Answer;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.model.ProblemType;

/**
 * A bundle at work in Spark. Rows have the columns of {@link #schema}, named as an answer's JSON is, and are the same
 * to the last bit as those of any other door; a photo that cannot be classified gets a row with {@code error} and never
 * fails a job. Each executor process opens the bundle once, and answers one photo a core at a time. Safe to share
 * between threads; nothing to close, Spark's context does that.
 */
public final class WeatherSpark {
    private static final int PHOTOS_PER_TASK = 128;

    private final SparkSession spark;
    private final ShippedBundle bundle;
    private final WebPhotos web;
    private final Broadcast<SerializableConfiguration> hadoop;

    private WeatherSpark(SparkSession spark, ShippedBundle bundle, WebPhotos web) {
        this.spark = spark;
        this.bundle = bundle;
        this.web = web;
        Configuration settings = spark.sparkContext().hadoopConfiguration();
        hadoop = context().broadcast(new SerializableConfiguration(settings));
    }

    /**
     * Hands a bundle to the session's executors.
     *
     * @throws BundleException where it cannot be read or packed
     */
    public static WeatherSpark of(SparkSession spark, Bundle bundle) throws BundleException {
        return of(spark, bundle, new WebPhotos(List.of()));
    }

    static WeatherSpark of(SparkSession spark, Bundle bundle, WebPhotos web) throws BundleException {
        ShippedBundle shipped = ShippedBundle.ship(context(spark), bundle);
        if (spark.sparkContext().isLocal()) {
            // The executor is this process: it opens the bundle while Spark plans its first job.
            shipped.openAhead();
        }
        return new WeatherSpark(spark, shipped, web);
    }

    /** The columns of an answer's row. */
    public static StructType schema() {
        return AnswerRow.SCHEMA;
    }

    /**
     * A row for each file below a folder, and each photo in an archive there.
     *
     * @param input a file or folder as Hadoop names them, such as {@code s3a://bucket/photos}
     */
    public Dataset<Row> photos(String input) {
        List<PhotoSource> sources = new ArrayList<>();
        listing(input).forEachRemaining(sources::add);
        return rows(distributed(sources), AnsweredPhotos.NONE, null);
    }

    /**
     * A function from a column of encoded photos ({@code binary}) to a column of answers ({@link #schema}), whose
     * {@code photo} is null. What is null stays so.
     */
    public UserDefinedFunction classify() {
        ShippedBundle shipped = bundle;
        UDF1<byte[], @Nullable Row> function =
                bytes -> bytes == null ? null : AnswerRow.of(answer(shipped, bytes, null));
        return functions.udf(function, AnswerRow.SCHEMA);
    }

    /** Makes {@link #classify} known to the session's SQL under a name. */
    public void register(String name) {
        spark.udf().register(name, classify());
    }

    SparkSession session() {
        return spark;
    }

    PhotoListing listing(String input) {
        return new PhotoListing(
                input,
                spark.sparkContext().hadoopConfiguration(),
                spark.sparkContext().defaultParallelism());
    }

    JavaRDD<PhotoSource> distributed(List<PhotoSource> sources) {
        return context().parallelize(sources, pieces(sources.size(), spark.sparkContext()));
    }

    /** How many tasks go through so many photos: small enough that all cores end at about the same time. */
    static int pieces(int photos, SparkContext context) {
        return Math.max(Math.ceilDiv(photos, PHOTOS_PER_TASK), context.defaultParallelism());
    }

    /**
     * A row for each photo.
     *
     * @param answered those that are passed over
     * @param done counts rows as they are made, for progress: a task that is done anew counts again
     */
    Dataset<Row> rows(JavaRDD<PhotoSource> sources, AnsweredPhotos answered, @Nullable LongAccumulator done) {
        var reading = new Reading(hadoop, web, context().broadcast(answered));
        var answering = new Answering(bundle, done);
        return spark.createDataFrame(sources.flatMap(reading).map(answering), AnswerRow.SCHEMA);
    }

    private JavaSparkContext context() {
        return context(spark);
    }

    private static JavaSparkContext context(SparkSession spark) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /** From where a photo is to what is there. */
    private record Reading(
            Broadcast<SerializableConfiguration> hadoop, WebPhotos web, Broadcast<AnsweredPhotos> answered)
            implements FlatMapFunction<PhotoSource, PhotoContent> {
        @Override
        public Iterator<PhotoContent> call(PhotoSource source) {
            return new PhotoReader(hadoop.value().value(), web, answered.value()).read(source);
        }
    }

    /** From what is there to a row. */
    private record Answering(ShippedBundle bundle, @Nullable LongAccumulator done)
            implements Function<PhotoContent, Row>, Serializable {
        @Override
        public Row call(PhotoContent content) {
            Row row = AnswerRow.of(
                    switch (content) {
                        case PhotoContent.Whole whole -> answer(bundle, whole.bytes(), whole.name());
                        case PhotoContent.Refused refused -> failed(refused.problem(), refused.name());
                    });
            if (done != null) {
                done.add(1);
            }
            return row;
        }
    }

    private static Answer answer(ShippedBundle bundle, byte[] bytes, @Nullable String name) {
        PhotoClassifier classifier = bundle.classifier();
        try {
            return classifier.classify(bytes, name, false);
        } catch (RuntimeException | OutOfMemoryError e) {
            return failed(ProblemType.INTERNAL.with(e.toString()), name);
        }
    }

    private static Answer.Failed failed(Answer.Problem problem, @Nullable String name) {
        return new Answer.Failed(UUID.randomUUID().toString(), problem, name);
    }
}
