package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.step.Steps;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What wakes a version. */
final class DatasetSources {
    private static final String REFERRING = "referring";

    private DatasetSources() {}

    static List<EventSource<?, DatasetVersion>> all(
            EventSourceContext<DatasetVersion> context, Steps steps, StoreClaim store) {
        List<EventSource<?, DatasetVersion>> sources = new ArrayList<>(steps.eventSources(context));
        sources.add(store.eventSource(context, version -> !DatasetStatuses.finished(version)));
        sources.add(users(context));
        sources.add(references(context));
        return sources;
    }

    /** The versions whose tests refer to a version. */
    static Set<DatasetVersion> referring(DatasetVersion version, Context<DatasetVersion> context) {
        return context.eventSourceRetriever()
                .getEventSourceFor(DatasetVersion.class, REFERRING)
                .getSecondaryResources(version);
    }

    private static EventSource<?, DatasetVersion> references(EventSourceContext<DatasetVersion> context) {
        return comingAndGoing(context, DatasetVersion.class, REFERRING, version -> References.names(version.getSpec()));
    }

    /** Runs that come and go are users of the version that they name. */
    private static EventSource<?, DatasetVersion> users(EventSourceContext<DatasetVersion> context) {
        return comingAndGoing(
                context,
                TrainingRun.class,
                HasMetadata.getPlural(TrainingRun.class),
                run -> Set.of(run.getSpec().dataset().name()));
    }

    /** Objects whose names for versions never change: only that they come and go wakes these. */
    private static <S extends HasMetadata> EventSource<?, DatasetVersion> comingAndGoing(
            EventSourceContext<DatasetVersion> context, Class<S> kind, String name, Function<S, Set<String>> versions) {
        var configuration = InformerEventSourceConfiguration.from(kind, DatasetVersion.class)
                .withName(name)
                .withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(user -> versions.apply(user).stream()
                        .map(version ->
                                new ResourceID(version, user.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
                .withOnUpdateFilter((now, before) -> false)
                .build();
        return new InformerEventSource<>(configuration, context);
    }
}
