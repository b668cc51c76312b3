package org.weatherinference.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;

/** The process's one ONNX Runtime; nothing to close. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    /** Loads it on another thread, for a caller who needs it soon and has something else to do meanwhile. */
    static void loadAhead() {
        Thread.ofPlatform().daemon().name("load-onnxruntime").start(OnnxRuntime::environment);
    }

    private static OrtEnvironment start() {
        NativeCache.prepare(WeatherHome.cache());
        // What it would log as an error, it throws as well.
        var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "weather");
        try {
            environment.setTelemetry(false);
        } catch (OrtException fault) {
            throw new IllegalStateException("ONNX Runtime's telemetry could not be turned off", fault);
        }
        return environment;
    }

    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = start();
    }
}
