package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Following;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs run their pods to an end, and tell how it was. */
@Conformance
class JobIT {
    private final Scratch scratch;
    private final Resource jobs;

    JobIT(Scratch scratch) {
        this.scratch = scratch;
        this.jobs = scratch.in("batch/v1/jobs");
    }

    @Test
    void succeeds() {
        create("good", "", "echo said; echo last words > ${MILLRACE_TERMINATION_LOG:-/dev/termination-log}");

        JsonNode job = jobs.await("good", JobIT::isComplete);

        assertThat(conditions(job)).isEqualTo("SuccessCriteriaMet=CompletionsReached Complete=CompletionsReached");
        assertThat(job.at("/status/succeeded").asInt()).isEqualTo(1);
        assertThat(job.at("/status/ready").asInt()).isZero();
        assertThat(job.at("/status/completionTime").asText()).isNotEmpty();
        JsonNode pod = pods("good").get(0);
        assertThat(pod.at("/status/phase").asText()).isEqualTo("Succeeded");
        JsonNode end = pod.at("/status/containerStatuses/0/state/terminated");
        assertThat(end.path("reason").asText()).isEqualTo("Completed");
        assertThat(end.path("message").asText()).isEqualTo("last words\n");
        assertThat(scratch.api()
                        .get(scratch.in("pods").path() + "/" + name(pod) + "/log")
                        .text())
                .isEqualTo("said\n");
        awaitEvents("good", "SuccessfulCreate", "Completed");
    }

    @Test
    void fails() {
        create("bad", "", "exit 7");

        JsonNode job = jobs.await("bad", JobIT::isFailed);

        assertThat(conditions(job)).isEqualTo("FailureTarget=BackoffLimitExceeded Failed=BackoffLimitExceeded");
        assertThat(job.at("/status/conditions/1/message").asText())
                .isEqualTo("Job has reached the specified backoff limit");
        assertThat(job.at("/status/failed").asInt()).isEqualTo(1);
        JsonNode end = pods("bad").get(0).at("/status/containerStatuses/0/state/terminated");
        assertThat(end.path("exitCode").asInt()).isEqualTo(7);
        assertThat(end.path("reason").asText()).isEqualTo("Error");
        awaitEvents("bad", "BackoffLimitExceeded");
    }

    @Test
    void endsAtOnceWhereAnExitCodeSaysSo() {
        create(
                "policy",
                "backoffLimit: 6, podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {containerName: main, operator: In, values: [3]}}]},",
                "exit 3");

        JsonNode job = jobs.await("policy", JobIT::isFailed);

        assertThat(conditions(job)).isEqualTo("FailureTarget=PodFailurePolicy Failed=PodFailurePolicy");
        assertThat(job.at("/status/conditions/1/message").asText())
                .isEqualTo("Container main for pod %s/%s failed with exit code 3 matching FailJob rule at index 0"
                        .formatted(scratch.namespace(), name(pods("policy").get(0))));
    }

    @Test
    void waitsWhileItIsSuspended() {
        create("later", "suspend: true,", "exit 0");
        JsonNode waiting = jobs.await("later", job -> conditions(job).contains("Suspended"));
        assertThat(waiting.at("/status/conditions/0/reason").asText()).isEqualTo("JobSuspended");
        assertThat(pods("later")).isEmpty();

        jobs.patch("later", Resource.MERGE_PATCH, "{spec: {suspend: false}}").ok();

        JsonNode job = jobs.await("later", JobIT::isComplete);
        assertThat(job.at("/status/startTime").asText()).isNotEmpty();
        awaitEvents("later", "Suspended", "Resumed");
    }

    @Test
    void goesWhenItsTimeIsOver() {
        create("fleeting", "ttlSecondsAfterFinished: 0,", "exit 0");

        jobs.awaitGone("fleeting");
    }

    @Test
    void endsAtItsDeadline() {
        create("slow", "activeDeadlineSeconds: 1,", "sleep 60");

        JsonNode job = jobs.await("slow", JobIT::isFailed);

        assertThat(conditions(job)).isEqualTo("FailureTarget=DeadlineExceeded Failed=DeadlineExceeded");
        assertThat(job.at("/status/conditions/1/message").asText())
                .isEqualTo("Job was active longer than specified deadline");
    }

    @Test
    void takesItsPodsAlong() {
        create("taken", "", "exit 0");
        jobs.await("taken", JobIT::isComplete);
        String pod = name(pods("taken").get(0));

        jobs.deleteWith("taken", "{propagationPolicy: Background}").ok();

        scratch.in("pods").awaitGone(pod);
    }

    @Test
    void hasItsSurroundings() {
        scratch.in("configmaps")
                .create("{metadata: {name: settings}, data: {file: from a file, variable: from a variable}}")
                .ok();
        jobs.create("""
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: settled}
                        spec:
                          backoffLimit: 0
                          template:
                            spec:
                              restartPolicy: Never
                              volumes:
                                - {name: settings, configMap: {name: settings}}
                                - {name: scratch, emptyDir: {}}
                              containers:
                                - name: main
                                  image: '%s'
                                  imagePullPolicy: IfNotPresent
                                  command: [sh, -c, 'cat /settings/file; echo; echo $VARIABLE; echo $(WHERE); cp /settings/file /scratch/copy && cat /scratch/copy']
                                  env:
                                    - {name: VARIABLE, valueFrom: {configMapKeyRef: {name: settings, key: variable}}}
                                    - {name: WHERE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
                                  volumeMounts:
                                    - {name: settings, mountPath: /settings}
                                    - {name: scratch, mountPath: /scratch}
                        """.formatted(scratch.image())).ok();

        jobs.await("settled", JobIT::isComplete);

        assertThat(scratch.in("pods").get(name(pods("settled").get(0)) + "/log").text())
                .isEqualTo("from a file\nfrom a variable\n%s\nfrom a file".formatted(scratch.namespace()));
    }

    @Test
    void hasAPodTemplateThatCannotChange() {
        create("fixed", "suspend: true,", "exit 0");

        assertThat(jobs.patch(
                                "fixed",
                                Resource.MERGE_PATCH,
                                "{spec: {template: {metadata: {labels: {new: x}}, spec: {activeDeadlineSeconds: 5}}}}")
                        .refusal()
                        .message())
                .startsWith("Job.batch \"fixed\" is invalid: spec.template: Invalid value: ")
                .endsWith(": field is immutable");
    }

    private void create(String name, String more, String script) {
        String limit = more.contains("backoffLimit") ? "" : "backoffLimit: 0,";
        jobs.create("""
                        {apiVersion: batch/v1, kind: Job, metadata: {name: %s}, spec: {%s %s
                         template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 1, containers: [%s]}}}}
                        """.formatted(name, limit, more, scratch.shell(script))).ok();
    }

    private List<JsonNode> pods(String job) {
        return scratch.in("pods")
                .list("?labelSelector=batch.kubernetes.io/job-name%3D" + job)
                .ok()
                .path("items")
                .valueStream()
                .toList();
    }

    /** Waits for events about a job: they are written a moment after what they tell of. */
    private void awaitEvents(String job, String... reasons) {
        for (String reason : reasons) {
            try (Following events =
                    scratch.in("events").watch("&fieldSelector=involvedObject.name%3D" + job + ",reason%3D" + reason)) {
                assertThat(events.event().at("/object/involvedObject/kind").asText())
                        .isEqualTo("Job");
            }
        }
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static boolean isComplete(JsonNode job) {
        return conditions(job).contains("Complete=");
    }

    private static boolean isFailed(JsonNode job) {
        return conditions(job).contains("Failed=");
    }

    private static String conditions(JsonNode job) {
        return String.join(
                " ",
                job.at("/status/conditions")
                        .valueStream()
                        .map(condition -> condition.path("type").asText() + "="
                                + condition.path("reason").asText())
                        .toList());
    }
}
