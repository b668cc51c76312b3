package org.weatherinference.state;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of rows, each component of the column of its name. Jdbi has such a mapper, which needs
 * {@code java.beans} and with it Java's desktop module: images would grow by 14 MB.
 */
final class RecordMapper<T extends Record> implements RowMapper<T> {
    private final RecordComponent[] components;
    private final Constructor<T> constructor;

    RecordMapper(Class<T> type) {
        components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has a constructor of all its components", e);
        }
    }

    @Override
    public T map(ResultSet row, StatementContext context) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = context.findColumnMapperFor(components[i].getGenericType())
                    .orElseThrow()
                    .map(row, column(components[i]), context);
        }
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a row cannot be a " + constructor.getDeclaringClass(), e);
        }
    }

    /** {@code given_at} for {@code givenAt}. */
    private static String column(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
