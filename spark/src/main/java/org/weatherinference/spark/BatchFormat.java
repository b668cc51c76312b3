package org.weatherinference.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How rows are written. */
enum BatchFormat {
    /** With all columns. */
    PARQUET,
    /** With all columns, an object a line. */
    JSON,
    /** With the columns of {@code weather classify --format csv}, since a line is flat. */
    CSV;

    /** As typed, and as files end. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The rows as they are written.
     *
     * @param labels of the bundle, each of which CSV has a column for
     */
    Dataset<Row> shaped(Dataset<Row> rows, List<String> labels) {
        return this == CSV ? rows.select(flat(labels)) : rows;
    }

    private static Column[] flat(List<String> labels) {
        List<Column> columns = new ArrayList<>(List.of(col("photo"), col("verdict"), col("label"), col("confidence")));
        labels.forEach(label -> columns.add(col("probabilities").getItem(label).as(label)));
        columns.addAll(List.of(
                col("model"),
                concat_ws(" ", col("applied")).as("applied"),
                col("error.type").as("error"),
                col("error.detail").as("detail")));
        return columns.toArray(Column[]::new);
    }

    /** The rows in a folder: at least {@code photo} and {@code model} of each. */
    Dataset<Row> read(SparkSession spark, String folder) {
        return switch (this) {
            case PARQUET -> spark.read().parquet(folder);
            case JSON -> spark.read().schema(AnswerRow.SCHEMA).json(folder);
            case CSV ->
                spark.read()
                        .option("header", true)
                        .option("escape", "\"")
                        .option("multiLine", true)
                        .csv(folder);
        };
    }
}
