package dev.millrace.operator.training;

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
import java.util.stream.Collectors;

/** What wakes a run. */
final class TrainingSources {
    private static final String BY_DATASET = "dataset";

    private TrainingSources() {}

    static List<EventSource<?, TrainingRun>> all(
            EventSourceContext<TrainingRun> context, Steps steps, StoreClaim store) {
        List<EventSource<?, TrainingRun>> sources = new ArrayList<>(steps.eventSources(context));
        sources.add(store.eventSource(context, run -> !TrainingStatuses.finished(run)));
        sources.add(datasets(context));
        return sources;
    }

    /** A data version wakes the runs that name it. */
    private static EventSource<?, TrainingRun> datasets(EventSourceContext<TrainingRun> context) {
        context.getPrimaryCache()
                .addIndexer(
                        BY_DATASET,
                        run -> List.of(key(run, run.getSpec().dataset().name())));
        var configuration = InformerEventSourceConfiguration.from(DatasetVersion.class, TrainingRun.class)
                .withName(HasMetadata.getPlural(DatasetVersion.class))
                .withNamespacesInheritedFromController()
                .withPrimaryToSecondaryMapper((TrainingRun run) -> Set.of(new ResourceID(
                        run.getSpec().dataset().name(), run.getMetadata().getNamespace())))
                .withSecondaryToPrimaryMapper(dataset ->
                        context
                                .getPrimaryCache()
                                .byIndex(
                                        BY_DATASET,
                                        key(dataset, dataset.getMetadata().getName()))
                                .stream()
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                .withOnUpdateFilter((now, before) -> !sameButForUsers(now, before))
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    /** Each run that comes changes its version's users: that must not wake all the others. */
    private static boolean sameButForUsers(DatasetVersion now, DatasetVersion before) {
        return now.getStatus() != null
                && before.getStatus() != null
                && now.getMetadata().getUid().equals(before.getMetadata().getUid())
                && now.getStatus()
                        .withUsedBy(List.of())
                        .equals(before.getStatus().withUsedBy(List.of()));
    }

    private static String key(HasMetadata inNamespace, String name) {
        return inNamespace.getMetadata().getNamespace() + "/" + name;
    }
}
