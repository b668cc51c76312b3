package org.weatherinference.state;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A server that speaks S3 and checks each signature, with buckets in memory; it ends with the tests' process. */
final class BucketServer {
    static final BucketKey KEY = new BucketKey("a-key", "its+secret/with=signs", null);
    static final String REGION = "eu-central-1";

    private static final class Running {
        static final BucketServer SERVER = new BucketServer();
    }

    private final TransientNio2BlobStore store = new TransientNio2BlobStore();
    private final S3Proxy proxy = S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, KEY.id(), KEY.secret())
            .build();

    private BucketServer() {
        try {
            proxy.start();
        } catch (Exception fault) {
            throw new IllegalStateException("the server of buckets does not start", fault);
        }
    }

    static BucketServer running() {
        return Running.SERVER;
    }

    /** The place in a bucket that nobody has used. */
    BucketAddress bucket(String prefix) {
        String name = "photos-" + Secret.id();
        store.createContainer(name);
        return address(name, prefix);
    }

    /** That place of a bucket, which need not be. */
    BucketAddress address(String bucket, String prefix) {
        try {
            return BucketAddress.parse("s3://" + bucket + "/" + prefix + "?endpoint=http://127.0.0.1:" + proxy.getPort()
                    + "&region=" + REGION);
        } catch (StateException.Invalid wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
