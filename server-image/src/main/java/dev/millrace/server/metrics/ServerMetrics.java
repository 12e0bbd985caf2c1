package dev.millrace.server.metrics;

import dev.millrace.server.protocol.ModelIdentity;
import dev.millrace.server.protocol.Refusal;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/** What Prometheus reads about the requests for predictions and about the model. */
public final class ServerMetrics {
    /** Seconds. The fastest answers take a tenth of a millisecond, the slowest wait for a full queue. */
    private static final double[] LATENCIES = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private static final double NANOSECONDS = 1e-9;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    private final Counter requests = Counter.builder()
            .name("millrace_server_requests_total")
            .help("Requests for predictions that were answered, by HTTP status")
            .labelNames("code")
            .register(registry);
    private final Counter errors = Counter.builder()
            .name("millrace_server_errors_total")
            .help("Requests that were answered with an error, by what was wrong")
            .labelNames("reason")
            .register(registry);
    private final CounterDataPoint rows = Counter.builder()
            .name("millrace_server_rows_total")
            .help("Rows that were predicted")
            .register(registry);
    private final DistributionDataPoint latency = Histogram.builder()
            .name("millrace_server_request_seconds")
            .help("Time from a request's head to the last byte of its answer")
            .classicOnly()
            .classicUpperBounds(LATENCIES)
            .register(registry);
    private final GaugeDataPoint inFlight = Gauge.builder()
            .name("millrace_server_in_flight_requests")
            .help("Requests that are being answered")
            .register(registry);
    private final Info model = Info.builder()
            .name("millrace_server_model_info")
            .help("The model that is served")
            .labelNames("name", "version", "digest")
            .register(registry);

    private final CounterDataPoint succeeded = requests.labelValues("200");
    private final Map<Refusal, CounterDataPoint> refused = new EnumMap<>(Refusal.class);

    public ServerMetrics() {
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, errors.labelValues(refusal.label()));
        }
    }

    public void loaded(ModelIdentity identity) {
        model.setLabelValues(
                identity.name(), identity.version(), identity.digest().value());
    }

    public void begin() {
        inFlight.inc();
    }

    public void predicted(int count) {
        rows.inc(count);
    }

    public void refused(Refusal refusal) {
        CounterDataPoint counter = refused.get(refusal);
        if (counter != null) {
            counter.inc();
        }
    }

    /** Ends a request for predictions. */
    public void end(int status, long nanoseconds) {
        inFlight.dec();
        if (status == 200) {
            succeeded.inc();
        } else {
            requests.labelValues(Integer.toString(status)).inc();
        }
        latency.observe(nanoseconds * NANOSECONDS);
    }

    /** The media type of {@link #text}. */
    public String contentType() {
        return writer.getContentType();
    }

    /** All figures in Prometheus' text format. */
    public byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream(4096);
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return text.toByteArray();
    }
}
