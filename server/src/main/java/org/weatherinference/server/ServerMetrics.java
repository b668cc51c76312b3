package org.weatherinference.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import org.weatherinference.model.Answer;
import org.weatherinference.state.Remark;

/** What an operator watches, in Prometheus' terms. Safe to share. */
final class ServerMetrics {
    private static final double[] SECONDS = {.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();
    private final Counter requests = Counter.builder()
            .name("weather_requests")
            .help("Requests answered, by route, method and status.")
            .labelNames("route", "method", "status")
            .register(registry);
    private final Histogram requestTime = seconds(
            "weather_request_seconds", "Time from a request's first byte to the end of its answer, by route.", "route");
    private final Counter answers = Counter.builder()
            .name("weather_answers")
            .help("Photos answered, by model, label and verdict.")
            .labelNames("model", "label", "verdict")
            .register(registry);
    private final Counter feedback = Counter.builder()
            .name("weather_feedback")
            .help("What visitors said of answers: the label that they were given, and the one that they give.")
            .labelNames("model", "answered", "given")
            .register(registry);
    private final Counter rejects = Counter.builder()
            .name("weather_rejects")
            .help("Requests and photos that got a problem instead of an answer, by its type.")
            .labelNames("type")
            .register(registry);
    private final Histogram decodeTime = seconds("weather_decode_seconds", "Time from a photo's bytes to its pixels.");
    private final Histogram classifyTime =
            seconds("weather_classify_seconds", "Time from a photo's pixels to its probabilities.");
    private final Counter shadowAnswers = Counter.builder()
            .name("weather_shadow_answers")
            .help(
                    "Photos that a shadow was asked about too, by the verdict beside that of the live version: same, other,"
                            + " or failed where there was none.")
            .labelNames("model", "shadow", "agreement")
            .register(registry);
    private final Counter shadowSkips = Counter.builder()
            .name("weather_shadow_skipped")
            .help("Photos that a shadow was not asked about, because there was no time for it.")
            .labelNames("shadow")
            .register(registry);
    private final Histogram shadowTime = seconds(
            "weather_shadow_seconds", "Time from a photo's bytes to a shadow's probabilities, by shadow.", "shadow");
    private boolean jvmShown;

    /** Shows how far the answers are from what is usual. */
    void watch(Drift drift) {
        GaugeWithCallback.builder()
                .name("weather_drift_index")
                .help("How far the last answers of a model are from those before: 0 is as usual, above 0.2 is not.")
                .labelNames("model")
                .callback(gauge -> drift.indices().forEach((model, index) -> gauge.call(index, model)))
                .register(registry);
    }

    /** Shows how long the line is. */
    void watch(WorkLine line) {
        GaugeWithCallback.builder()
                .name("weather_line_waiting")
                .help("Requests that wait for a thread.")
                .callback(gauge -> gauge.call(line.waiting()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("weather_line_taken")
                .help("Requests that wait or are worked on.")
                .callback(gauge -> gauge.call(line.taken()))
                .register(registry);
    }

    private Histogram seconds(String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicUpperBounds(SECONDS)
                .classicOnly()
                .register(registry);
    }

    void answered(Answer.Classified answer) {
        answers.labelValues(answer.model(), answer.label(), answer.verdict()).inc();
        decodeTime.observe(answer.millis().decode() / 1e3);
        classifyTime.observe(answer.millis().classify() / 1e3);
    }

    void corrected(Remark remark) {
        feedback.labelValues(remark.bundle(), remark.answered(), remark.given()).inc();
    }

    /** A shadow's answer beside the one that was given. */
    void shadowed(Answer.Classified answer, Answer.Classified shadow, boolean agrees) {
        String agreement = agrees ? "same" : "other";
        shadowAnswers.labelValues(answer.model(), shadow.model(), agreement).inc();
        shadowTime
                .labelValues(shadow.model())
                .observe((shadow.millis().decode() + shadow.millis().classify()) / 1e3);
    }

    void shadowFailed(Answer.Classified answer, String shadow) {
        shadowAnswers.labelValues(answer.model(), shadow, "failed").inc();
    }

    void shadowSkipped(String shadow) {
        shadowSkips.labelValues(shadow).inc();
    }

    void rejected(ProblemException problem) {
        rejects.labelValues(problem.problem().type()).inc();
    }

    /** @param route its pattern, so that there are only as many as there are routes */
    void requested(String route, String method, int status, double seconds) {
        requests.labelValues(route, method, String.valueOf(status)).inc();
        requestTime.labelValues(route).observe(seconds);
    }

    String contentType() {
        return writer.getContentType();
    }

    /** The JVM's own figures are added when somebody first looks: to gather them takes time at start. */
    synchronized void write(OutputStream out) throws IOException {
        if (!jvmShown) {
            JvmMetrics.builder().register(registry);
            jvmShown = true;
        }
        writer.write(out, registry.scrape());
    }
}
