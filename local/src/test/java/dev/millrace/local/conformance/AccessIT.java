package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Scratch;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may do what, and who somebody is. */
@Conformance
class AccessIT {
    private static final String AUTHENTICATION = "authentication.k8s.io/v1";
    private static final String AUTHORIZATION = "authorization.k8s.io/v1";

    private final Scratch scratch;

    AccessIT(Scratch scratch) {
        this.scratch = scratch;
    }

    @Test
    void aRoleGivesRights() {
        String account = account("reader");
        assertThat(allowed(account, "get", "pods")).isFalse();

        scratch.in("rbac.authorization.k8s.io/v1/roles")
                .create("{metadata: {name: reader}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}")
                .ok();
        bind("reader");

        assertThat(allowed(account, "get", "pods")).isTrue();
        assertThat(allowed(account, "delete", "pods")).isFalse();
        assertThat(allowed(account, "get", "secrets")).isFalse();
    }

    @Test
    void whoHasNoRightIsRefused() {
        String account = account("stranger");

        Answer answer = scratch.api()
                .send(new Api.Request(
                        "GET", scratch.in("configmaps").path() + "/any", Map.of("Impersonate-User", account), ""));

        assertThat(answer.refusal())
                .isEqualTo(new Refusal(
                        403,
                        "Forbidden",
                        "configmaps \"any\" is forbidden: User \"%s\" cannot get resource \"configmaps\" in API group \"\" in the namespace \"%s\""
                                .formatted(account, scratch.namespace())));
    }

    @Test
    void theOwnerMayDoEverything() {
        JsonNode review = scratch.all(AUTHORIZATION + "/selfsubjectaccessreviews")
                .create(
                        "{apiVersion: authorization.k8s.io/v1, kind: SelfSubjectAccessReview, spec: {resourceAttributes: {verb: '*', group: '*', resource: '*'}}}")
                .ok();

        assertThat(review.at("/status/allowed").asBoolean()).isTrue();
    }

    @Test
    void aTokenTellsWhoseItIs() {
        String account = account("bearer");
        String token = scratch.in("serviceaccounts")
                .createAt(
                        "bearer/token",
                        "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {expirationSeconds: 600}}")
                .ok()
                .at("/status/token")
                .asText();

        JsonNode status = review(token);
        assertThat(status.path("authenticated").asBoolean()).isTrue();
        assertThat(status.at("/user/username").asText()).isEqualTo(account);
        assertThat(status.at("/user/groups").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + scratch.namespace(),
                        "system:authenticated");
    }

    @Test
    void aTokenThatIsNoneIsNobodys() {
        JsonNode status = review("not-a-token");

        assertThat(status.path("authenticated").asBoolean()).isFalse();
        assertThat(status.path("user").path("username").asText()).isEmpty();
    }

    @Test
    void aLeaseIsHeldByOne() {
        JsonNode created = scratch.in("coordination.k8s.io/v1/leases")
                .create(
                        "{metadata: {name: leader}, spec: {holderIdentity: one, leaseDurationSeconds: 15, renewTime: '2024-01-01T00:00:00.000001Z'}}")
                .ok();

        assertThat(created.at("/spec/renewTime").asText()).isEqualTo("2024-01-01T00:00:00.000001Z");
        assertThat(scratch.in("coordination.k8s.io/v1/leases")
                        .create("{metadata: {name: short}, spec: {leaseDurationSeconds: 0}}")
                        .refusal()
                        .message())
                .isEqualTo(
                        "Lease.coordination.k8s.io \"short\" is invalid: spec.leaseDurationSeconds: Invalid value: 0: must"
                                + " be greater than 0");
    }

    @Test
    void anEventIsAboutSomething() {
        String event = """
                {apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: told}, reason: Told, note: It was told., type: Normal, action: Telling,
                 regarding: {apiVersion: v1, kind: Pod, name: p, namespace: %s}, reportingController: conformance.dev/it, reportingInstance: it-1,
                 eventTime: '2024-01-01T00:00:00.000001Z'}
                """.formatted(scratch.namespace());

        scratch.in("events.k8s.io/v1/events").create(event).ok();

        JsonNode core = scratch.in("events").get("told").ok();
        assertThat(core.path("message").asText()).isEqualTo("It was told.");
        assertThat(core.at("/involvedObject/name").asText()).isEqualTo("p");
        assertThat(scratch.in("events")
                        .list("?fieldSelector=reason%3DTold,involvedObject.name%3Dp")
                        .ok()
                        .path("items"))
                .hasSize(1);
    }

    private JsonNode review(String token) {
        return scratch.all(AUTHENTICATION + "/tokenreviews")
                .create("{apiVersion: authentication.k8s.io/v1, kind: TokenReview, spec: {token: '%s'}}"
                        .formatted(token))
                .ok()
                .path("status");
    }

    private boolean allowed(String user, String verb, String resource) {
        return scratch.all(AUTHORIZATION + "/subjectaccessreviews")
                .create(
                        "{apiVersion: authorization.k8s.io/v1, kind: SubjectAccessReview, spec: {user: '%s', resourceAttributes: {verb: %s, resource: %s, namespace: %s}}}"
                                .formatted(user, verb, resource, scratch.namespace()))
                .ok()
                .at("/status/allowed")
                .asBoolean();
    }

    private String account(String name) {
        scratch.in("serviceaccounts")
                .create("{metadata: {name: %s}}".formatted(name))
                .ok();
        return "system:serviceaccount:" + scratch.namespace() + ":" + name;
    }

    private void bind(String name) {
        scratch.in("rbac.authorization.k8s.io/v1/rolebindings")
                .create(
                        "{metadata: {name: %s}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %s}, subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]}"
                                .formatted(name, name, name, scratch.namespace()))
                .ok();
    }
}
