package org.weatherinference.fetch;

import java.math.BigInteger;
import java.net.InetAddress;

/** A block of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, RFC 4291), such as {@code 10.0.0.0/8}. */
final class AddressBlock {
    private final BigInteger first;
    private final int width;
    private final int free;

    private AddressBlock(InetAddress first, int prefix) {
        this.first = number(first);
        this.width = width(first);
        this.free = width - prefix;
    }

    /** @throws IllegalArgumentException if {@code text} is no block, or its address has bits beyond the prefix */
    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        AddressBlock block = new AddressBlock(
                InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text, slash + 1, text.length(), 10));
        if (block.free < 0 || block.free > block.width) {
            throw new IllegalArgumentException("prefix must be 0 to " + block.width);
        }
        if (block.first.signum() != 0 && block.first.getLowestSetBit() < block.free) {
            throw new IllegalArgumentException("the address has bits beyond its prefix");
        }
        return block;
    }

    boolean contains(InetAddress address) {
        return width(address) == width && number(address).xor(first).bitLength() <= free;
    }

    private static int width(InetAddress address) {
        return 8 * address.getAddress().length;
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }
}
