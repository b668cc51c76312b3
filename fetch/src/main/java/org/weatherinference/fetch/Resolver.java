package org.weatherinference.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host name into addresses. Must be safe for use by many threads. */
@FunctionalInterface
public interface Resolver {
    /**
     * All addresses of a host, IPv4 and IPv6, in the order in which they are to be tried.
     *
     * @param host a name in lower-case ASCII, without a dot at its end; never an address
     * @throws UnknownHostException if there is no such host
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The machine's own resolver. */
    static Resolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
