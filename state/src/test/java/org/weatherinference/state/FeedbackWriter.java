package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A process that keeps remarks with photos until it is killed, and says of each that it is kept. */
final class FeedbackWriter {
    private FeedbackWriter() {}

    /** Takes an address, and a folder for photos. */
    public static void main(String[] arguments) throws StateException, InterruptedException {
        try (Database database = Database.at(arguments[0])) {
            InstantSource clock = InstantSource.system();
            Feedback feedback = new Feedback(database, new PhotoFolder(Path.of(arguments[1])), clock);
            while (true) {
                NewRemark remark =
                        new NewRemark(Secret.id(), "weather:1", "sunny", "sunny", 0.9, "foggy", clock.instant());
                byte[] photo = Secret.hash(Secret.id()).getBytes(US_ASCII);
                Remark kept = feedback.add(remark, photo, Duration.ofDays(1)).remark();
                System.out.println(kept.id() + " " + kept.photo());
                // SQLite lets whoever waits look again only now and then: without a pause one writer starves the other.
                Thread.sleep(1);
            }
        }
    }
}
