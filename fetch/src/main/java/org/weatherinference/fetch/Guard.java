package org.weatherinference.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Decides whether a URL may be fetched, and from which addresses: each is resolved once, checked, and handed on. */
final class Guard {
    private final Set<Integer> ports;
    private final AllowList allowed;
    private final Resolver resolver;

    Guard(FetchRules rules, Resolver resolver) {
        this.ports = rules.ports();
        this.allowed = AllowList.of(rules.allowedHosts());
        this.resolver = resolver;
    }

    /** The addresses to connect to, at least one, all of them permitted. Sends nothing but the look-up of the name. */
    List<InetAddress> admit(WebUrl url) throws FetchException {
        boolean trusted = allowed.trustsPort(url) || allowed.trusts(url);
        if (!allowed.trustsPort(url)) {
            checkPort(url.port());
        }
        if (!trusted) {
            checkName(url.host());
        }
        List<InetAddress> addresses = addresses(url.host());
        if (!trusted && !addresses.stream().allMatch(this::isPermitted)) {
            throw FetchException.Refused.notPublic();
        }
        return addresses;
    }

    private void checkPort(int port) throws FetchException.Refused {
        if (!ports.contains(port)) {
            throw new FetchException.Refused(
                    "port %d is refused: permitted are %s".formatted(port, new TreeSet<>(ports)));
        }
    }

    private static void checkName(Host host) throws FetchException.Refused {
        if (host.literal().isEmpty() && !AddressRules.isPublicName(host.name())) {
            throw FetchException.Refused.notPublic();
        }
    }

    private boolean isPermitted(InetAddress address) {
        return AddressRules.isPublic(address) || allowed.trusts(address);
    }

    private List<InetAddress> addresses(Host host) throws FetchException.Unreachable {
        if (host.literal().isPresent()) {
            return List.of(host.literal().get());
        }
        List<InetAddress> found = resolve(host.name());
        if (found.isEmpty()) {
            throw noSuchHost(host.name());
        }
        return found;
    }

    private List<InetAddress> resolve(String name) throws FetchException.Unreachable {
        try {
            return List.copyOf(resolver.resolve(name));
        } catch (UnknownHostException e) {
            throw noSuchHost(name);
        }
    }

    private static FetchException.Unreachable noSuchHost(String name) {
        return new FetchException.Unreachable("there is no host named " + name);
    }
}
