package org.weatherinference.spark;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.weatherinference.model.Answer;
import scala.jdk.javaapi.CollectionConverters;

/** An answer as a row: the names of its columns are those of its JSON, and what an answer leaves out is null. */
final class AnswerRow {
    private static final StructType MILLIS =
            new StructType().add("decode", DoubleType).add("classify", DoubleType);
    private static final StructType ERROR = new StructType()
            .add("type", StringType)
            .add("title", StringType)
            .add("status", IntegerType)
            .add("detail", StringType);

    static final StructType SCHEMA = new StructType()
            .add("id", StringType, false)
            .add("label", StringType)
            .add("verdict", StringType)
            .add("confidence", FloatType)
            .add("probabilities", DataTypes.createMapType(StringType, FloatType, false))
            .add("model", StringType)
            .add("applied", DataTypes.createArrayType(StringType, false))
            .add("millis", MILLIS)
            .add("photo", StringType)
            .add("error", ERROR);

    private AnswerRow() {}

    static Row of(Answer answer) {
        return switch (answer) {
            case Answer.Classified good -> of(good);
            case Answer.Failed bad -> of(bad);
        };
    }

    private static Row of(Answer.Classified answer) {
        return RowFactory.create(
                answer.id(),
                answer.label(),
                answer.verdict(),
                answer.confidence(),
                CollectionConverters.asScala(answer.probabilities()),
                answer.model(),
                seq(answer.applied()),
                RowFactory.create(answer.millis().decode(), answer.millis().classify()),
                answer.photo(),
                null);
    }

    private static scala.collection.Seq<String> seq(List<String> words) {
        return CollectionConverters.asScala(words).toSeq();
    }

    private static Row of(Answer.Failed answer) {
        Answer.Problem error = answer.error();
        return RowFactory.create(
                answer.id(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                answer.photo(),
                RowFactory.create(error.type(), error.title(), error.status(), error.detail()));
    }
}
