package org.weatherinference.server;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Reverse proxies whose word on the client's address is believed. Immutable. */
public final class TrustedProxies {
    private final List<Block> blocks;

    private TrustedProxies(List<Block> blocks) {
        this.blocks = blocks;
    }

    /**
     * The given addresses and blocks.
     *
     * @param blocks such as {@code 10.0.0.7}, {@code 10.0.0.0/8} or {@code fd12::/16}; never names
     * @throws IllegalArgumentException saying what each must be
     */
    public static TrustedProxies of(List<String> blocks) {
        return new TrustedProxies(blocks.stream().map(Block::parse).toList());
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /**
     * Who asked: the last address before the trusted ones. Each proxy adds at the end whom it was asked by, so whatever
     * stands before the first address that is not trusted may have been made up.
     *
     * @param peer the connection's other end
     * @param forwarded {@code X-Forwarded-For}'s values, in their order
     */
    String client(String peer, List<String> forwarded) {
        String client = peer;
        for (int i = forwarded.size() - 1; i >= 0 && trusts(client); i--) {
            client = forwarded.get(i);
        }
        return client;
    }

    boolean trusts(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return blocks.stream().anyMatch(block -> block.contains(bytes));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class, never compared
    private record Block(byte[] address, int bits) {
        static Block parse(String text) {
            String[] parts = text.split("/", 2);
            try {
                byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
                int all = address.length * Byte.SIZE;
                int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
                if (bits >= 0 && bits <= all) {
                    return new Block(address, bits);
                }
            } catch (IllegalArgumentException _) {
                // Refused below.
            }
            throw new IllegalArgumentException("must list addresses such as 10.0.0.7 or blocks such as 10.0.0.0/8");
        }

        boolean contains(byte[] other) {
            int whole = bits / Byte.SIZE;
            if (other.length != address.length || !Arrays.equals(other, 0, whole, address, 0, whole)) {
                return false;
            }
            int rest = bits % Byte.SIZE;
            return rest == 0 || ((other[whole] ^ address[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
        }
    }
}
