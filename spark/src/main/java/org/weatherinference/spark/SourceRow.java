package org.weatherinference.spark;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;

/** Where a photo is, as a row: Spark's streams carry nothing else. */
final class SourceRow {
    static final StructType SCHEMA = new StructType()
            .add("name", DataTypes.StringType, false)
            .add("uri", DataTypes.StringType)
            .add("bytes", DataTypes.LongType)
            .add("first", DataTypes.IntegerType)
            .add("shares", DataTypes.IntegerType)
            .add("problem", DataTypes.StringType);

    private SourceRow() {}

    /** @throws IllegalArgumentException for what no listing gives */
    static InternalRow of(PhotoSource source) {
        return switch (source) {
            case PhotoSource.InFile file -> row(file.name(), file.uri(), file.bytes(), null, null, null);
            case PhotoSource.InArchive in -> row(in.name(), in.uri(), null, in.first(), in.shares(), null);
            case PhotoSource.Nowhere nowhere -> row(nowhere.name(), null, null, null, null, nowhere.detail());
            case PhotoSource.InRow _, PhotoSource.OnWeb _ -> throw new IllegalArgumentException(source.name());
        };
    }

    private static InternalRow row(
            String name,
            @Nullable String uri,
            @Nullable Long bytes,
            @Nullable Integer first,
            @Nullable Integer shares,
            @Nullable String problem) {
        return new GenericInternalRow(new @Nullable Object[] {
            UTF8String.fromString(name),
            UTF8String.fromString(uri),
            bytes,
            first,
            shares,
            UTF8String.fromString(problem)
        });
    }

    /** Back from a row. */
    static PhotoSource source(Row row) {
        String name = row.getString(0);
        if (!row.isNullAt(5)) {
            return new PhotoSource.Nowhere(name, ProblemType.NOT_READABLE.with(row.getString(5)));
        }
        return row.isNullAt(4)
                ? new PhotoSource.InFile(name, row.getString(1), row.getLong(2))
                : new PhotoSource.InArchive(name, row.getString(1), row.getInt(3), row.getInt(4));
    }
}
