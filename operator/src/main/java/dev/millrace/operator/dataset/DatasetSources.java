package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.step.Steps;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What wakes a version. */
final class DatasetSources {
    private DatasetSources() {}

    static List<EventSource<?, DatasetVersion>> all(
            EventSourceContext<DatasetVersion> context, Steps steps, StoreClaim store) {
        List<EventSource<?, DatasetVersion>> sources = new ArrayList<>(steps.eventSources(context));
        sources.add(store.eventSource(context, version -> !DatasetStatuses.finished(version)));
        sources.add(users(context));
        return sources;
    }

    /** Runs that come and go are users of the version that they name. */
    private static EventSource<?, DatasetVersion> users(EventSourceContext<DatasetVersion> context) {
        var configuration = InformerEventSourceConfiguration.from(TrainingRun.class, DatasetVersion.class)
                .withName(HasMetadata.getPlural(TrainingRun.class))
                .withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(run -> Set.of(new ResourceID(
                        run.getSpec().dataset().name(), run.getMetadata().getNamespace())))
                .withOnUpdateFilter((now, before) -> false)
                .build();
        return new InformerEventSource<>(configuration, context);
    }
}
