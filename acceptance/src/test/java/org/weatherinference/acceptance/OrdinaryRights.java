package org.weatherinference.acceptance;

import java.util.List;

/** What stands before a command so that, where root runs the tests, it may read no more than others may. */
final class OrdinaryRights {
    /** Root without two of its capabilities is like all others with their own files; nothing for everybody else. */
    static final List<String> PREFIX = System.getProperty("user.name").equals("root")
            ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search")
            : List.of();

    private OrdinaryRights() {}
}
