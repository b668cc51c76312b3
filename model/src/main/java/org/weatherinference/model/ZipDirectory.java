package org.weatherinference.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a zip file says that it holds: its central directory, which Java's own classes give without the one thing that
 * tells a link from a file.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">.ZIP File Format Specification, 4.3.12 and
 *     4.3.16</a>
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int ENCRYPTED = 1;
    private static final int UNIX_TYPE = 0170000;
    private static final int UNIX_LINK = 0120000;
    private static final int UNIX_FILE = 0100000;
    private static final int UNIX_FOLDER = 0040000;

    private ZipDirectory() {}

    /** What an entry is. */
    enum Kind {
        FILE,
        FOLDER,
        LINK,
        /** A device, a pipe, a socket. */
        ODD
    }

    /**
     * One entry, as it is written, believed in nothing.
     *
     * @param size in bytes when unpacked
     */
    record Item(String name, long size, Kind kind, boolean encrypted) {}

    /**
     * @throws ArchiveException where it is no zip file, is cut short, or its table is longer than the limit, in bytes
     */
    static List<Item> read(Path file, int limit) throws IOException, ArchiveException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer end = end(channel);
            int entries = Short.toUnsignedInt(end.getShort(10));
            long length = Integer.toUnsignedLong(end.getInt(12));
            long start = Integer.toUnsignedLong(end.getInt(16));
            if (length > limit) {
                throw new ArchiveException("its table of contents has " + length + " bytes, limit is " + limit);
            }
            if (start + length > channel.size()) {
                throw cutShort();
            }
            return items(bytes(channel, start, (int) length), entries);
        }
    }

    /** The record at the very end, which may be followed by a comment. */
    private static ByteBuffer end(FileChannel channel) throws IOException, ArchiveException {
        long from = Math.max(0, channel.size() - END_LENGTH - MAX_COMMENT);
        ByteBuffer tail = bytes(channel, from, (int) (channel.size() - from));
        for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END
                    && at + END_LENGTH + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit()) {
                return tail.slice(at, END_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw cutShort();
    }

    private static ArchiveException cutShort() {
        return new ArchiveException("it is no zip file, or its end is missing");
    }

    private static List<Item> items(ByteBuffer table, int entries) throws ArchiveException {
        var items = new ArrayList<Item>();
        int at = 0;
        for (int i = 0; i < entries; i++) {
            if (at + ENTRY_LENGTH > table.limit() || table.getInt(at) != ENTRY) {
                throw cutShort();
            }
            int name = Short.toUnsignedInt(table.getShort(at + 28));
            int rest = Short.toUnsignedInt(table.getShort(at + 30)) + Short.toUnsignedInt(table.getShort(at + 32));
            if (at + ENTRY_LENGTH + name + rest > table.limit()) {
                throw cutShort();
            }
            items.add(item(table.slice(at, ENTRY_LENGTH + name).order(ByteOrder.LITTLE_ENDIAN)));
            at += ENTRY_LENGTH + name + rest;
        }
        return items;
    }

    private static Item item(ByteBuffer entry) {
        var name = new byte[entry.limit() - ENTRY_LENGTH];
        entry.get(ENTRY_LENGTH, name);
        String path = new String(name, StandardCharsets.UTF_8);
        return new Item(
                path,
                Integer.toUnsignedLong(entry.getInt(24)),
                kind(path, entry.getInt(38) >>> 16),
                (entry.getShort(8) & ENCRYPTED) != 0);
    }

    /** Programs that know no Unix leave its mode 0. */
    private static Kind kind(String path, int mode) {
        return switch (mode & UNIX_TYPE) {
            case UNIX_LINK -> Kind.LINK;
            case UNIX_FOLDER -> Kind.FOLDER;
            case UNIX_FILE, 0 -> path.endsWith("/") ? Kind.FOLDER : Kind.FILE;
            default -> Kind.ODD;
        };
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException, ArchiveException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw cutShort();
            }
        }
        return bytes.flip();
    }
}
