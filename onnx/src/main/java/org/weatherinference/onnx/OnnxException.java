package org.weatherinference.onnx;

/**
 * A file that is no ONNX network, or one that cannot be dealt with; the message is fit for users and names node and
 * operator, not the file: whoever opened that catches this at the door.
 */
public final class OnnxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong, or not known. */
    public OnnxException(String message) {
        super(message);
    }

    /** Says what is wrong, or not known. */
    public OnnxException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what is wrong with a node, in words that follow its name. */
    public OnnxException(Node node, String rule) {
        super("node \"" + node.proto().getName() + "\" (" + node.operator() + ") " + rule);
    }
}
