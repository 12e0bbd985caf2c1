package dev.millrace.local.node.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.time.Instant;

/** What a container does now. */
sealed interface ContainerPhase {
    /** As a status shows it. */
    ContainerState state();

    /**
     * It has not started, or will start again.
     *
     * @param message empty: the reason says it all
     */
    record Waiting(String reason, String message) implements ContainerPhase {
        @Override
        public ContainerState state() {
            return new ContainerStateBuilder()
                    .withNewWaiting()
                    .withReason(reason)
                    .withMessage(message.isEmpty() ? null : message)
                    .endWaiting()
                    .build();
        }
    }

    /** Its process runs. */
    record Running(Instant since) implements ContainerPhase {
        @Override
        public ContainerState state() {
            return new ContainerStateBuilder()
                    .withNewRunning()
                    .withStartedAt(Times.seconds(since))
                    .endRunning()
                    .build();
        }
    }

    /** Its process has ended, and is not started again for now. */
    record Ended(ContainerStateTerminated how) implements ContainerPhase {
        @Override
        public ContainerState state() {
            return new ContainerStateBuilder().withTerminated(how).build();
        }

        boolean well() {
            return how.getExitCode() == 0;
        }
    }
}
