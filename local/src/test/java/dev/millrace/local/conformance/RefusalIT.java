package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Api.Request;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be done is refused with the code and the words that clients know. */
@Conformance
class RefusalIT {
    private static final String NOT_FOUND = "the server could not find the requested resource";
    private static final String NOT_ALLOWED = "the server does not allow this method on the requested resource";

    private final Api api;
    private final Resource configMaps;
    private final Gadgets kind;

    RefusalIT(Scratch scratch, Gadgets kind) {
        this.api = scratch.api();
        this.configMaps = scratch.in("configmaps");
        this.kind = kind;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/things",
        "GET, /api/v2",
        "GET, /apis/apps/v1/namespaces/default/things/one",
        "GET, /api/v1/namespaces/default/configmaps/one/status",
        "GET, /api/v1/namespaces/default/configmaps/one/scale",
        "GET, /api/v1/namespaces/default/nodes",
        "GET, /api/v1/configmaps/one"
    })
    void thereIsNoSuchResource(String method, String path) {
        assertThat(api.send(new Request(method, path, Map.of(), "")).refusal())
                .isEqualTo(new Refusal(404, "NotFound", NOT_FOUND));
    }

    @Test
    void anUnknownGroupIsNoPartOfTheApi() {
        Answer answer = api.get("/apis/things.example/v1/things");

        assertThat(answer.code()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("404 page not found\n");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/namespaces/default/configmaps",
        "PATCH, /api/v1/namespaces/default/configmaps",
        "POST, /api/v1/namespaces/default/configmaps/one",
        "DELETE, /api/v1/configmaps",
        "GET, /apis/authorization.k8s.io/v1/subjectaccessreviews"
    })
    void theMethodIsNotForThePath(String method, String path) {
        Request request = method.equals("GET") ? Request.get(path) : Request.of(method, path, "application/json", "{}");

        assertThat(api.send(request).refusal()).isEqualTo(new Refusal(405, "MethodNotAllowed", NOT_ALLOWED));
    }

    @Test
    void kindsOfDefinitionsNameTheVerb() {
        String path = kind.objects().path() + "/one/status";

        assertThat(api.send(Request.of("DELETE", path, "application/json", "{}"))
                        .refusal())
                .isEqualTo(new Refusal(
                        405,
                        "MethodNotAllowed",
                        "delete is not supported on resources of kind \"gadgets." + kind.group() + "\""));
    }

    @Test
    void nobodyWritesTheMediaTypeThatIsAsked() {
        Refusal refusal =
                api.send(Request.get(configMaps.path()).accepting("text/html")).refusal();

        assertThat(refusal.code()).isEqualTo(406);
        assertThat(refusal.reason()).isEqualTo("NotAcceptable");
        assertThat(refusal.message()).startsWith("406: Not Acceptable\n\nAvailable representations: application/json");
    }

    @Test
    void nobodyReadsTheMediaTypeThatIsSent() {
        Refusal refusal = api.send(Request.of("POST", configMaps.path(), "text/csv", "a,b"))
                .refusal();

        assertThat(refusal.code()).isEqualTo(415);
        assertThat(refusal.reason()).isEqualTo("UnsupportedMediaType");
        assertThat(refusal.message())
                .startsWith("the body of the request was in an unknown format - accepted media types include: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                                                        | 422 | ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required
                    {"metadata":{"name":"A_b"}}                                               | 422 | ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                    {"metadata":{"name":"a","namespace":"elsewhere"}}                         | 400 | the namespace of the provided object does not match the namespace sent on the request
                    {"metadata":{"name":"a"},"data":{"a/b":"x"}}                              | 422 | ConfigMap "a" is invalid: data[a/b]: Invalid value: "a/b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
                    {"metadata":{"name":"a"},"data":{"a":"x"},"binaryData":{"a":"eA=="}}      | 422 | ConfigMap "a" is invalid: data[a]: Invalid value: "a": duplicate of key present in binaryData
                    {"metadata":{"name":"a"},"binaryData":{"a":"$$"}}                         | 400 | ConfigMap in version "v1" cannot be handled as a ConfigMap: illegal base64 data at input byte 0
                    {"metadata":{"name":"a"},"data":"x"}                                      | 400 | ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal string into Go struct field ConfigMap.data of type map[string]string
                    {"metadata":{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"x"}]}} | 422 | ConfigMap "a" is invalid: metadata.ownerReferences.uid: Invalid value: "": must not be empty
                    {"metadata":{"name":"a","finalizers":["x"]}}                              | 422 | ConfigMap "a" is invalid: metadata.finalizers[0]: Invalid value: "x": name is neither a standard finalizer name nor is it fully qualified
                    []                                                                        | 400 | the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)
                    """)
    void theObjectIsWrong(String body, int code, String message) {
        Refusal refusal = api.send(Request.of("POST", configMaps.path(), "application/json", body))
                .refusal();

        assertThat(refusal).isEqualTo(new Refusal(code, code == 422 ? "Invalid" : "BadRequest", message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    dryRun=Some           | dryRun: Unsupported value: ["Some"]: supported values: "All"
                    fieldValidation=Some  | fieldValidation: Unsupported value: "Some": supported values: "", "Ignore", "Strict", "Warn"
                    fieldManager=a%0Ab    | fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1)
                    """)
    void theOptionsAreWrong(String query, String message) {
        Refusal refusal =
                configMaps.createWith("?" + query, "{metadata: {name: a}}").refusal();

        assertThat(refusal)
                .isEqualTo(new Refusal(422, "Invalid", "CreateOptions.meta.k8s.io \"\" is invalid: " + message));
    }

    @Test
    void aNewObjectHasNoVersion() {
        Answer answer = configMaps.create("{metadata: {name: a, resourceVersion: '12'}}");

        assertThat(answer.refusal())
                .isEqualTo(new Refusal(500, "", "resourceVersion should not be set on objects to be created"));
    }

    @Test
    void theNamespaceIsMissing() {
        Answer answer = api.send(Request.of(
                "POST",
                "/api/v1/namespaces/no-such/configmaps",
                "application/json",
                "{\"metadata\":{\"name\":\"a\"}}"));

        assertThat(answer.refusal()).isEqualTo(new Refusal(404, "NotFound", "namespaces \"no-such\" not found"));
    }

    @Test
    void theObjectIsMissing() {
        Refusal missing = new Refusal(404, "NotFound", "configmaps \"none\" not found");

        assertThat(configMaps.get("none").refusal()).isEqualTo(missing);
        assertThat(configMaps.delete("none").refusal()).isEqualTo(missing);
        assertThat(configMaps.patch("none", Resource.MERGE_PATCH, "{}").refusal())
                .isEqualTo(missing);
    }
}
