package dev.millrace.operator.status;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Condition.Status;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.event.Events.Occurrence;
import dev.millrace.operator.event.Events.Severity;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the reconciles of one kind.
 *
 * @param <R> the kind
 * @param <S> its status
 */
public final class StatusReporter<R extends CustomResource<?, S>, S> {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

    private final Supplier<R> fresh;
    private final Function<S, List<Condition>> conditions;
    private final Events events;

    /**
     * @param fresh an empty object of the kind
     * @param conditions of a status
     */
    public StatusReporter(Supplier<R> fresh, Function<S, List<Condition>> conditions, Events events) {
        this.fresh = fresh;
        this.conditions = conditions;
        this.events = events;
    }

    /** Patches the status if it differs from what the resource has, and tells of a new reason by an Event and a log line. */
    public UpdateControl<R> report(R resource, S status) {
        if (status.equals(resource.getStatus())) {
            return UpdateControl.noUpdate();
        }
        announce(resource, status);
        return UpdateControl.patchStatus(patch(resource, status));
    }

    /**
     * Tells of an exception, if it is worth it: what the API server will soon take is retried in silence.
     *
     * @param statusOf the status with that verdict
     */
    public ErrorStatusUpdateControl<R> reportFailure(R resource, Exception exception, Function<Verdict, S> statusOf) {
        Optional<Verdict> verdict = Failures.verdict(exception);
        if (verdict.isEmpty()) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        S status = statusOf.apply(verdict.get());
        if (status.equals(resource.getStatus())) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        announce(resource, status);
        return ErrorStatusUpdateControl.patchStatus(patch(resource, status));
    }

    /** Name, namespace and status only: the server-side apply of a status must own nothing else. */
    private R patch(R resource, S status) {
        R patch = fresh.get();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        patch.setStatus(status);
        return patch;
    }

    private void announce(R resource, S status) {
        List<Condition> after = conditions.apply(status);
        Optional<Condition> now = Conditions.find(after, Condition.Type.READY);
        Optional<Condition> before = Optional.ofNullable(resource.getStatus())
                .map(conditions)
                .flatMap(previous -> Conditions.find(previous, Condition.Type.READY));
        if (now.isEmpty() || now.map(Condition::reason).equals(before.map(Condition::reason))) {
            return;
        }
        Condition ready = now.get();
        boolean idle = !Conditions.isTrue(after, Condition.Type.RECONCILING)
                && !Conditions.isTrue(after, Condition.Type.STALLED);
        Severity severity = ready.status() == Status.FALSE && !idle ? Severity.WARNING : Severity.NORMAL;
        LOG.info("{}: {}", ready.reason(), ready.message());
        events.publish(resource, new Occurrence(severity, ready.reason(), "Reconcile", ready.message()));
    }
}
