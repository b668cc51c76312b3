package org.weatherinference.spark;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A folder that fills, as a source of Spark's streams: a {@link FolderStream} of what is in it. Public because Spark
 * makes it by its name; for {@code weather batch --stream} alone, since it begins anew with each run.
 */
public final class FolderSource implements TableProvider {
    /** The option that names the folder. */
    static final String FOLDER = "path";

    /** Made by Spark. */
    public FolderSource() {}

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return SourceRow.SCHEMA;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> options) {
        return new Folder(Objects.requireNonNull(new CaseInsensitiveStringMap(options).get(FOLDER)));
    }

    private record Folder(String path) implements Table, SupportsRead, ScanBuilder, Scan {
        @Override
        public String name() {
            return path;
        }

        @Override
        public Column[] columns() {
            return Arrays.stream(SourceRow.SCHEMA.fields())
                    .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
                    .toArray(Column[]::new);
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.MICRO_BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            return this;
        }

        @Override
        public Scan build() {
            return this;
        }

        @Override
        public StructType readSchema() {
            return SourceRow.SCHEMA;
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpoint) {
            return new FolderStream(path, SparkSession.active().sparkContext());
        }
    }
}
