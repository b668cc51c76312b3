package org.weatherinference.state;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.stream.XMLStreamException;

/**
 * A server's "no".
 *
 * @param code such as {@code NoSuchBucket}; empty where it gave none
 */
record BucketRefusal(int status, String code) {
    private static final String NO_OBJECT = "NoSuchKey";
    /** By which servers ask to come again. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    /** Of its answer only the code is taken: the rest may quote the request with its key. */
    static BucketRefusal of(int status, byte[] body) {
        AtomicReference<String> code = new AtomicReference<>("");
        try {
            BucketXml.read(body, (element, text) -> {
                if (element.equals("Code") && text.matches("\\w{1,64}")) {
                    code.set(text);
                }
            });
        } catch (XMLStreamException _) {
            // A proxy's page, or nothing: the status must do.
        }
        return new BucketRefusal(status, code.get());
    }

    /** Whether all is well but that there is no such object. */
    boolean isAbsence() {
        return code.equals(NO_OBJECT);
    }

    /** @param time when the server answered, by its own clock, where it says so */
    BucketException exception(BucketAddress address, Optional<String> time) {
        String message = address.name() + " refuses: " + reason(address, time);
        return PASSING.contains(status) ? BucketException.passing(message, null) : BucketException.lasting(message);
    }

    private String reason(BucketAddress address, Optional<String> time) {
        return switch (code) {
            case "NoSuchBucket" -> "there is no such bucket; make it, or set another place for photos";
            case "InvalidAccessKeyId" -> "it does not know the key in " + BucketKey.ID + "; set one that opens it";
            case "SignatureDoesNotMatch" ->
                "the secret in " + BucketKey.SECRET + " is not that of the key in " + BucketKey.ID;
            case "AccessDenied" ->
                "the key in " + BucketKey.ID
                        + " must be allowed to list the bucket (s3:ListBucket), and to get, put and"
                        + " delete what is in it (s3:GetObject, s3:PutObject, s3:DeleteObject)";
            case "ExpiredToken", "InvalidToken" ->
                "the token in " + BucketKey.TOKEN + " is over or wrong; set a new key, and start again";
            case "RequestTimeTooSkewed" ->
                "this machine's clock is wrong"
                        + time.map(text -> ", it is " + text).orElse("") + "; set it right";
            case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed" ->
                "its region is not " + address.region() + ", or its endpoint is another; set both as its provider says";
            default -> "status " + status + (code.isEmpty() ? "" : ", " + code) + "; " + wayOut();
        };
    }

    private String wayOut() {
        return PASSING.contains(status)
                ? "try again later"
                : "see whether the endpoint is that of a server that speaks S3, and what its log says";
    }
}
