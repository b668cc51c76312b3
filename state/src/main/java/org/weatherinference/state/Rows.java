package org.weatherinference.state;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericType;

/** How rows become records, by the names of columns and components, and values of records become columns. */
final class Rows {
    private Rows() {}

    static Jdbi mapped(DataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        jdbi.registerArgument(new Millis());
        jdbi.registerColumnMapper(Instant.class, (row, column, _) -> {
            long millis = row.getLong(column);
            return row.wasNull() ? null : Instant.ofEpochMilli(millis);
        });
        jdbi.registerColumnMapper(
                new GenericType<Set<Right>>() {}, (row, column, _) -> Right.ofRow(row.getString(column)));
        jdbi.registerColumnMapper(Rate.class, (row, column, _) -> {
            String rate = row.getString(column);
            return rate == null ? null : Rate.ofRow(rate);
        });
        jdbi.registerRowMapper(Key.class, new RecordMapper<>(Key.class));
        jdbi.registerRowMapper(Remark.class, new RecordMapper<>(Remark.class));
        jdbi.registerRowMapper(Tally.class, new RecordMapper<>(Tally.class));
        jdbi.registerRowMapper(Job.class, new RecordMapper<>(Job.class));
        jdbi.registerRowMapper(JobEvent.class, new RecordMapper<>(JobEvent.class));
        return jdbi;
    }

    private static final class Millis extends AbstractArgumentFactory<Instant> {
        Millis() {
            super(Types.BIGINT);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, _) -> setLong(statement, position, value);
        }

        private static void setLong(PreparedStatement statement, int position, Instant value) throws SQLException {
            statement.setLong(position, value.toEpochMilli());
        }
    }
}
