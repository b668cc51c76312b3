package org.weatherinference.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some remarks of a list.
 *
 * @param remarks the newest first
 * @param next where the list goes on, for {@link Feedback#list}; null at its end
 */
public record RemarkPage(List<Remark> remarks, @Nullable String next) {}
