package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Api.Request;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API server lays out what people look at. */
@Conformance
class TableIT {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private final Scratch scratch;
    private final Gadgets kind;

    TableIT(Scratch scratch, Gadgets kind) {
        this.scratch = scratch;
        this.kind = kind;
    }

    @Test
    void showsTheColumnsOfADefinition() {
        Resource gadgets = kind.objects();
        gadgets.create(kind.gadget("shown", "{size: 5, color: red}")).ok();
        gadgets.patch("shown/status", Resource.MERGE_PATCH, "{status: {conditions: [{type: Ready, status: 'True'}]}}")
                .ok();

        JsonNode table = table(gadgets.path() + "/shown");

        assertThat(table.path("columnDefinitions")).isEqualTo(Api.yaml("""
                                - {name: Name, type: string, format: name, description: '%s', priority: 0}
                                - {name: Color, type: string, format: '', description: What it is painted with, priority: 0}
                                - {name: Size, type: integer, format: '', description: 'Custom resource definition column (in JSONPath format): .spec.size', priority: 1}
                                - {name: Ready, type: string, format: '', description: 'Custom resource definition column (in JSONPath format): .status.conditions[?(@.type=="Ready")].status', priority: 0}
                                - {name: Age, type: date, format: '', description: 'Custom resource definition column (in JSONPath format): .metadata.creationTimestamp', priority: 0}
                                """.formatted(
                        table.at("/columnDefinitions/0/description").asText().replace("'", "''"))));
        JsonNode cells = table.at("/rows/0/cells");
        assertThat(cells.at("/0").asText()).isEqualTo("shown");
        assertThat(cells.at("/1").asText()).isEqualTo("red");
        assertThat(cells.at("/2").asInt()).isEqualTo(5);
        assertThat(cells.at("/3").asText()).isEqualTo("True");
        assertThat(cells.at("/4").asText()).matches("\\d+s");
        assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    pods                                        | Name Ready Status Restarts Age IP* Node* Nominated_Node* Readiness_Gates*
                    services                                    | Name Type Cluster-IP External-IP Port(s) Age Selector*
                    configmaps                                  | Name Data Age
                    secrets                                     | Name Type Data Age
                    serviceaccounts                             | Name Secrets Age
                    events                                      | Last_Seen Type Reason Object Subobject* Source* Message First_Seen* Count* Name*
                    persistentvolumeclaims                      | Name Status Volume Capacity Access_Modes StorageClass VolumeAttributesClass Age VolumeMode*
                    endpoints                                   | Name Endpoints Age
                    apps/v1/deployments                         | Name Ready Up-to-date Available Age Containers* Images* Selector*
                    apps/v1/replicasets                         | Name Desired Current Ready Age Containers* Images* Selector*
                    batch/v1/jobs                               | Name Status Completions Duration Age Containers* Images* Selector*
                    policy/v1/poddisruptionbudgets              | Name Min_Available Max_Unavailable Allowed_Disruptions Age
                    networking.k8s.io/v1/networkpolicies        | Name Pod-Selector Age
                    coordination.k8s.io/v1/leases               | Name Holder Age
                    discovery.k8s.io/v1/endpointslices          | Name AddressType Ports Endpoints Age
                    rbac.authorization.k8s.io/v1/roles          | Name Created_At
                    """)
    void showsTheColumnsOfBuiltInKinds(String resource, String columns) {
        assertThat(columns(table(scratch.in(resource).path()))).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    namespaces                                                | Name Status Age
                    nodes                                                     | Name Status Roles Age Version Internal-IP* External-IP* OS-Image* Kernel-Version* Container-Runtime*
                    persistentvolumes                                         | Name Capacity Access_Modes Reclaim_Policy Status Claim StorageClass VolumeAttributesClass Reason Age VolumeMode*
                    storage.k8s.io/v1/storageclasses                          | Name Provisioner ReclaimPolicy VolumeBindingMode AllowVolumeExpansion Age
                    apiextensions.k8s.io/v1/customresourcedefinitions         | Name Created_At
                    """)
    void showsTheColumnsOfKindsWithoutNamespaces(String resource, String columns) {
        assertThat(columns(table(scratch.all(resource).path()))).isEqualTo(columns);
    }

    @Test
    void showsMetadataAlone() {
        kind.objects().create(kind.gadget("partial", "{size: 5}")).ok();

        JsonNode partial = scratch.api()
                .send(Request.get(kind.objects().path() + "/partial")
                        .accepting("application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"))
                .ok();

        assertThat(partial.path("kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(partial.at("/metadata/name").asText()).isEqualTo("partial");
        assertThat(partial.has("spec")).isFalse();
    }

    private JsonNode table(String path) {
        JsonNode table = scratch.api().send(Request.get(path).accepting(TABLE)).ok();
        assertThat(table.path("kind").asText()).isEqualTo("Table");
        return table;
    }

    private static String columns(JsonNode table) {
        return table.path("columnDefinitions")
                .valueStream()
                .map(column -> column.path("name").asText().replace(' ', '_')
                        + (column.path("priority").asInt() > 0 ? "*" : ""))
                .collect(Collectors.joining(" "));
    }
}
