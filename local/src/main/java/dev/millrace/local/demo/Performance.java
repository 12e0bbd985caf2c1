package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Cluster;
import dev.millrace.local.EndSignal;
import dev.millrace.local.LocalCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows an example to its end, on the screen. */
final class Performance {
    private static final Duration TICK = Duration.ofMillis(200);
    /** How long a model that is said to be served may take to answer: its pods start anew with the cluster. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

    /** How long the operator may take to notice that what it knew from an earlier life was changed. */
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(3);

    private static final int HTTP = 80;

    private final Cluster cluster;
    private final Example example;
    private final Stage stage;
    private final EndSignal signal;

    /**
     * What it needs of its surroundings.
     *
     * @param namespace of the example's objects
     * @param start of the demo
     * @param patience with what gets no further
     */
    record Stage(Screen screen, Drawing drawing, String namespace, Clock clock, Instant start, Patience patience) {}

    Performance(Cluster cluster, Example example, Stage stage, EndSignal signal) {
        this.cluster = cluster;
        this.example = example;
        this.stage = stage;
        this.signal = signal;
    }

    /**
     * Draws until all that was applied is reached; then asks the model, where there is one and something to ask.
     *
     * @return how it ended; empty: the end was asked for before
     * @throws FailedException if an object does not get there by itself, with its own message
     */
    Optional<Finale> play(KubernetesClient client) throws FailedException, InterruptedException {
        Instant begin = stage.clock().instant();
        Optional<Instant> reached = Optional.empty();
        try (Objects objects = new Objects(client, stage.namespace())) {
            do {
                Instant now = stage.clock().instant();
                Scene scene = Scene.of(objects.all(), example.roots(), this::url);
                stage.screen().show(stage.drawing().lines(scene.standings(), stage.start(), now));
                boolean settled = scene.endedAfter(stage.start())
                        || Duration.between(begin, now).compareTo(SETTLES_WITHIN) >= 0;
                Optional<String> outage = cluster.server().trouble();
                if (outage.isPresent()) {
                    throw new FailedException(LocalCluster.sentence(outage.get()));
                }
                if (settled && scene.broken().isPresent()) {
                    throw new FailedException(WayOut.of(scene.broken().get(), example.folder()));
                }
                Optional<Standing> lost = stage.patience().lost(scene, now);
                if (lost.isPresent()) {
                    throw new FailedException(WayOut.of(lost.get(), example.folder()));
                }
                reached = settled && scene.reached() ? Optional.of(reached.orElse(now)) : Optional.empty();
                if (reached.isPresent()) {
                    Optional<Finale> finale = finale(scene, reached.get());
                    if (finale.isPresent()) {
                        return finale;
                    }
                }
            } while (!signal.await(TICK));
        }
        return Optional.empty();
    }

    private Optional<Finale> finale(Scene scene, Instant since) throws FailedException, InterruptedException {
        Optional<ObjectName> deployment = scene.served();
        if (deployment.isEmpty()) {
            return Optional.of(new Finale(scene, Optional.empty(), Optional.empty()));
        }
        Optional<ServedModel> model =
                url(deployment.get().name()).map(URI::create).map(ServedModel::new);
        Optional<JsonNode> request = example.request();
        if (model.isPresent() && request.isEmpty()) {
            return Optional.of(new Finale(scene, model, Optional.empty()));
        }
        Answer answer = model.isPresent()
                ? model.get().ask(request.orElseThrow())
                : new Answer.Away("Service " + deployment.get().name() + " has no pod that is ready");
        if (answer instanceof Answer.Predicted predicted) {
            return Optional.of(new Finale(scene, model, Optional.of(predicted.prediction())));
        }
        if (answer instanceof Answer.Refused refused) {
            throw new FailedException("%s. Look at %s."
                    .formatted(refused.sentence(), example.folder().resolve(Example.REQUEST)));
        }
        boolean patient = Duration.between(since, stage.clock().instant()).compareTo(ANSWERS_WITHIN) < 0;
        if (answer instanceof Answer.Away away && !patient) {
            throw new FailedException("%s, though it is said to be ready. What its pods said: kubectl logs -l %s=%s"
                    .formatted(
                            away.sentence(),
                            "millrace.dev/deployment",
                            deployment.get().name()));
        }
        return Optional.empty();
    }

    private Optional<String> url(String deployment) {
        return cluster.service(stage.namespace(), deployment, HTTP).map(address -> "http://%s%s/v2/models/%s"
                .formatted(
                        address.getHostString(), address.getPort() == HTTP ? "" : ":" + address.getPort(), deployment));
    }
}
