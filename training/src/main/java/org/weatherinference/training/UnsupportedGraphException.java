package org.weatherinference.training;

/**
 * A node that cannot be trained through; the message names node and operator. Turned into a TrainingException at the
 * door.
 */
final class UnsupportedGraphException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedGraphException(Node node, String rule) {
        super("node \"" + node.proto().getName() + "\" (" + node.operator() + ") " + rule);
    }
}
