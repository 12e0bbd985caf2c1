package dev.millrace.operator.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTroubleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0/1 nodes are available: 1 Insufficient nvidia.com/gpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod. | no node has 4 free nvidia.com/gpu; 0/1 nodes are available: 1 Insufficient nvidia.com/gpu
            0/3 nodes are available: 1 Insufficient cpu, 2 Insufficient memory. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling. | no node has 3500m free cpu and 64Gi free memory; 0/3 nodes are available: 1 Insufficient cpu, 2 Insufficient memory
            0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling. | no node takes the pod: 0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector
            0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found | a PersistentVolumeClaim of the pod is not bound to a volume yet; 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims
            no nodes available to schedule pods | no node takes the pod: no nodes available to schedule pods
            """)
    void saysWhatNoNodeHas(String scheduler, String sentence) {
        Pod pod = pod("""
                phase: Pending
                conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: "%s"}]
                """.formatted(scheduler));

        assertThat(PodTrouble.of(pod)).contains(new PodTrouble(Reason.UNSCHEDULABLE, sentence));
    }

    @Test
    void sumsWhatSeveralContainersAskFor() {
        Pod pod = Serialization.unmarshal("""
                spec:
                  containers:
                    - {name: a, resources: {limits: {cpu: 1500m}}}
                    - {name: b, resources: {requests: {cpu: 2}}}
                status:
                  phase: Pending
                  conditions:
                    - {type: PodScheduled, status: "False", reason: Unschedulable, message: "0/1 nodes are available: 1 Insufficient cpu."}
                """, Pod.class);

        assertThat(PodTrouble.of(pod))
                .contains(new PodTrouble(
                        Reason.UNSCHEDULABLE, "no node has 3.5 free cpu; 0/1 nodes are available: 1 Insufficient cpu"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            waiting: {reason: ErrImagePull, message: "not found"} | IMAGE_PULL_FAILED | image 'registry.example/trainer:1' cannot be pulled: not found
            waiting: {reason: InvalidImageName} | IMAGE_PULL_FAILED | image 'registry.example/trainer:1' cannot be pulled: no reason was given
            waiting: {reason: CreateContainerConfigError, message: "configmap \\"x\\" not found"} | CONTAINER_NOT_CREATED | container 'trainer' cannot start: configmap "x" not found
            terminated: {exitCode: 137, reason: OOMKilled} | OUT_OF_MEMORY | container 'trainer' was killed at its memory limit of 64Gi: raise limits.memory
            terminated: {exitCode: 3, reason: Error, message: "said this"} | POD_FAILED | container 'trainer' ended with exit code 3: said this
            terminated: {exitCode: 3, reason: Error} | POD_FAILED | container 'trainer' ended with exit code 3
            """)
    void saysWhatIsWrongWithTheContainer(String state, Reason reason, String sentence) {
        Pod pod = pod("""
                phase: Pending
                containerStatuses: [{name: trainer, image: "registry.example/trainer:1", state: {%s}}]
                """.formatted(state));

        assertThat(PodTrouble.of(pod)).contains(new PodTrouble(reason, sentence));
    }

    @Test
    void saysWhatACrashLoopEndedWithLast() {
        Pod pod = pod("""
                phase: Running
                containerStatuses:
                  - name: trainer
                    state: {waiting: {reason: CrashLoopBackOff, message: "back-off 10s"}}
                    lastState: {terminated: {exitCode: 1, message: "blob sha256:00 is corrupt"}}
                """);

        assertThat(PodTrouble.of(pod))
                .contains(new PodTrouble(
                        Reason.POD_FAILED, "container 'trainer' ended with exit code 1: blob sha256:00 is corrupt"));
    }

    @Test
    void saysWhyANodePutItOut() {
        Pod pod = pod("{phase: Failed, reason: Evicted, message: \"The node was low on resource: memory.\"}");

        assertThat(PodTrouble.of(pod))
                .contains(new PodTrouble(
                        Reason.EVICTED, "the node evicted the pod: The node was low on resource: memory."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {phase: Pending}
            {phase: Pending, containerStatuses: [{name: trainer, state: {waiting: {reason: ContainerCreating}}}]}
            {phase: Running, containerStatuses: [{name: trainer, ready: true, state: {running: {}}}]}
            {phase: Succeeded, containerStatuses: [{name: trainer, state: {terminated: {exitCode: 0}}}]}
            """)
    void findsNothingWrongWithAPodThatStartsRunsOrSucceeds(String status) {
        assertThat(PodTrouble.of(pod(status))).isEmpty();
    }

    private static Pod pod(String status) {
        return Serialization.unmarshal("""
                spec:
                  containers:
                    - name: trainer
                      resources: {requests: {cpu: 3500m}, limits: {memory: 64Gi, nvidia.com/gpu: 4}}
                status:
                """ + status.indent(2), Pod.class);
    }
}
