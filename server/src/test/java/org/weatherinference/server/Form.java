package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A {@code multipart/form-data} body in the making. */
public final class Form {
    private static final String BOUNDARY = "----weather-test-boundary";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static Form empty() {
        return new Form();
    }

    public Form photo(String fileName, byte[] bytes) {
        return part("photo", fileName, bytes);
    }

    public Form part(String name, String fileName, byte[] bytes) {
        out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                        + fileName + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(UTF_8));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(UTF_8));
        return this;
    }

    public Form field(String name, byte[] value) {
        out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
                .getBytes(UTF_8));
        out.writeBytes(value);
        out.writeBytes("\r\n".getBytes(UTF_8));
        return this;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public byte[] body() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return whole.toByteArray();
    }
}
