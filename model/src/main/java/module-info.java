/** Pixels to calibrated probabilities: bundles, where they are kept, and the classifiers that they give. */
module org.weatherinference.model {
    requires transitive org.weatherinference.photo;
    requires static transitive org.jspecify;
    requires com.microsoft.onnxruntime;
    requires tools.jackson.core;

    exports org.weatherinference.model;
}
