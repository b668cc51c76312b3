package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/** Something that a server said is done, so that it must be so for good. */
sealed interface Promise {
    /** Asks the server, or another that has its place. */
    void assertKept(Api api) throws IOException, InterruptedException;

    /** What a visitor said, with the photo where there was one. */
    record Remark(String id, String given, boolean photo) implements Promise {
        @Override
        public void assertKept(Api api) throws IOException, InterruptedException {
            JsonNode kept = api.get("/v1/feedback/" + id);
            assertThat(kept.path("given").asString()).isEqualTo(given);
            assertThat(kept.has("photo")).isEqualTo(photo);
            if (photo) {
                var answer = api.look("/v1/feedback/" + id + "/photo");
                assertThat(answer.statusCode()).as("photo of " + id).isEqualTo(200);
                assertThat(sha256(answer.body())).isEqualTo(kept.path("photo").asString());
            }
        }

        private static String sha256(byte[] bytes) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** What a visitor took back. */
    record NoRemark(String id) implements Promise {
        @Override
        public void assertKept(Api api) throws IOException, InterruptedException {
            assertThat(api.look("/v1/feedback/" + id).statusCode()).as(id).isEqualTo(404);
        }
    }

    /** A key, which opens something or was revoked. */
    record Key(String text, boolean valid) implements Promise {
        @Override
        public void assertKept(Api api) throws IOException, InterruptedException {
            assertThat(api.lookAs("Bearer " + text, "/v1/models").statusCode())
                    .as(text)
                    .isEqualTo(valid ? 200 : 401);
        }
    }

    /** A training job, as it is while no worker takes it. */
    record Job(String id, String state) implements Promise {
        @Override
        public void assertKept(Api api) throws IOException, InterruptedException {
            JsonNode kept = api.get("/v1/training-jobs/" + id);
            assertThat(kept.path("state").asString()).as(id).isEqualTo(state);
        }
    }

    /** A dataset that was sent, which a further job can learn from. */
    record Upload(String id) implements Promise {
        @Override
        public void assertKept(Api api) throws IOException, InterruptedException {
            api.post("/v1/training-jobs", "{\"bundle\":\"rain\",\"dataset\":[{\"upload\":\"" + id + "\"}]}");
        }
    }
}
