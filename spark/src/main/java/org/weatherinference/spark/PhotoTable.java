package org.weatherinference.spark;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.Spelling;

/**
 * A Parquet or CSV file, or a folder of them, with a column of photos: their paths or web addresses, or their bytes.
 */
final class PhotoTable {
    private static final List<String> PHOTOS = List.of("content", "bytes", "image", "photo", "path", "url");
    private static final List<String> NAMES = List.of("photo", "path", "url", "name", "id");

    /** Not for Hadoop, which would fetch them from anywhere: also from hosts that only this network reaches. */
    private static final Pattern WEB = Pattern.compile("(?i)https?:");

    private final SparkSession spark;
    private final Path place;
    private final Format format;
    private final Dataset<Row> rows;
    private final String column;

    private PhotoTable(SparkSession spark, String input, Format format, @Nullable String column) {
        this.spark = spark;
        this.place = new Path(input);
        this.format = format;
        this.rows = format.read(spark, input);
        this.column = column(column);
    }

    /** What kinds of tables there are, told by the ends of names. */
    private enum Format {
        PARQUET,
        CSV;

        static Optional<Format> of(String input) {
            String path = input.replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(format -> path.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
                    .findFirst();
        }

        Dataset<Row> read(SparkSession spark, String... files) {
            return switch (this) {
                case PARQUET -> spark.read().parquet(files);
                case CSV ->
                    spark.read()
                            .option("header", true)
                            .option("escape", "\"")
                            .option("multiLine", true)
                            .csv(files);
            };
        }
    }

    /** Whether a path names one, by how it ends. */
    static boolean isTable(String input) {
        return Format.of(input).isPresent();
    }

    /**
     * The table that a path names, by how it ends.
     *
     * @param column of photos; null for the usual names
     * @throws CommandException where it has no such column
     */
    static Optional<PhotoTable> at(String input, @Nullable String column, SparkSession spark) {
        return Format.of(input).map(format -> new PhotoTable(spark, input, format, column));
    }

    private String column(@Nullable String asked) {
        List<String> there = List.of(rows.columns());
        if (asked == null) {
            return first(PHOTOS, there)
                    .orElseThrow(() -> new CommandException(place + " has none of the columns "
                            + String.join(", ", PHOTOS) + " but " + String.join(", ", there)
                            + ": say with --column which holds photos"));
        }
        if (!there.contains(asked)) {
            throw new CommandException(place + " has no column \"" + asked + "\"" + Spelling.hint(asked, there)
                    + "; it has " + String.join(", ", there));
        }
        return asked;
    }

    private static Optional<String> first(List<String> wanted, List<String> there) {
        return wanted.stream().filter(there::contains).findFirst();
    }

    private DataType type() {
        return rows.schema().apply(column).dataType();
    }

    /** Whether photos themselves are in it, not where they are. */
    boolean holdsBytes() {
        return type().equals(DataTypes.BinaryType);
    }

    /** The photos whose paths are in it; they are beside it unless they are absolute. */
    Iterator<PhotoSource> named() {
        if (!type().equals(DataTypes.StringType)) {
            throw new CommandException("column \"" + column + "\" of " + place + " is of type " + type().simpleString()
                    + ": needed are paths or web addresses (string), or encoded photos (binary)");
        }
        Iterator<String> names = rows.where(col(column).isNotNull())
                .select(col(column))
                .as(Encoders.STRING())
                .toLocalIterator();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(names, Spliterator.ORDERED), false)
                .map(this::source)
                .iterator();
    }

    private PhotoSource source(String name) {
        if (WEB.matcher(name).lookingAt()) {
            return new PhotoSource.OnWeb(name);
        }
        try {
            return new PhotoSource.InFile(name, new Path(place.getParent(), name).toString(), -1);
        } catch (IllegalArgumentException e) {
            return new PhotoSource.Nowhere(name, ReadProblem.of(e));
        }
    }

    /** The files that it consists of. */
    List<String> files() {
        return List.of(rows.inputFiles());
    }

    /** The photos that some of its files hold. */
    Dataset<Row> held(List<String> files) {
        return format.read(spark, files.toArray(String[]::new))
                .select(col(nameColumn()).cast(DataTypes.StringType), col(column));
    }

    private String nameColumn() {
        List<String> there = Arrays.stream(rows.columns())
                .filter(name -> !name.equals(column))
                .toList();
        return first(NAMES, there)
                .orElseThrow(
                        () -> new CommandException(place + " has no column that names its photos: needed is one of "
                                + String.join(", ", NAMES) + ", there is only " + String.join(", ", there)));
    }

    static PhotoSource source(Row row) {
        String name = String.valueOf(row.getString(0));
        return row.isNullAt(1)
                ? new PhotoSource.Nowhere(name, ProblemType.NOT_READABLE.with("the column is empty"))
                : new PhotoSource.InRow(name, row.getAs(1));
    }
}
