package org.weatherinference.state;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A page of a bucket's list.
 *
 * @param next what the next page is asked for with; null after the last
 */
record BucketPage(List<BucketPage.Entry> entries, @Nullable String next) {
    /** @param put when the object was put there, by the server's clock */
    record Entry(String key, Instant put) {}

    /** @throws XMLStreamException where it is no such page */
    static BucketPage parse(byte[] xml) throws XMLStreamException {
        Reading reading = new Reading();
        try {
            BucketXml.read(xml, reading::take);
        } catch (DateTimeParseException wrong) {
            throw new XMLStreamException("a time in it is \"" + wrong.getParsedString() + "\"", wrong);
        }
        if (!reading.whole) {
            throw new XMLStreamException("it is no ListBucketResult");
        }
        return new BucketPage(List.copyOf(reading.entries), reading.next.isEmpty() ? null : reading.next);
    }

    private static final class Reading {
        private final List<Entry> entries = new ArrayList<>();
        private String key = "";
        private Instant put = Instant.EPOCH;
        private String next = "";
        private boolean whole;

        private void take(String element, String text) {
            switch (element) {
                case "Key" -> key = text;
                case "LastModified" -> put = Instant.parse(text);
                case "Contents" -> entries.add(new Entry(key, put));
                case "NextContinuationToken" -> next = text;
                case "ListBucketResult" -> whole = true;
                default -> {
                    // Sizes, owners and the like.
                }
            }
        }
    }
}
