package dev.millrace.local.apiserver.kind;

import dev.millrace.local.apiserver.resource.KindRules;
import dev.millrace.local.apiserver.resource.Names;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.resource.ScalePaths;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The built-in kinds that are served. */
public final class BuiltIns {
    private static final String EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    private static final String AGGREGATOR = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.";
    private static final ScalePaths SCALE = new ScalePaths(".spec.replicas", ".status.replicas", ".status.selector");
    private static final Set<String> EVENT_FIELDS = Set.of(
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type");

    private final BuiltInSchemas schemas;
    private final ServiceAddresses addresses;
    private final List<ResourceType> types = new ArrayList<>();

    private BuiltIns(BuiltInSchemas schemas, ServiceAddresses addresses) {
        this.addresses = addresses;
        this.schemas = schemas;
    }

    /** All of them, in the order in which discovery tells of them. */
    public static List<ResourceType> types(
            BuiltInSchemas schemas, ServiceAddresses addresses, KindRules definitionRules) {
        BuiltIns builtIns = new BuiltIns(schemas, addresses);
        builtIns.core();
        builtIns.workloads();
        builtIns.others(definitionRules);
        builtIns.rights();
        return List.copyOf(builtIns.types);
    }

    private void core() {
        Group core = new Group("", "io.k8s.api.core.v1.");
        add(
                core,
                Kind.named("namespaces", "Namespace")
                        .shortNames("ns")
                        .cluster()
                        .status()
                        .fields("status.phase")
                        .subresources("finalize")
                        .rules(new NamespaceRules()));
        add(
                core,
                Kind.named("pods", "Pod")
                        .shortNames("po")
                        .categories("all")
                        .status()
                        .subresources("log", "eviction", "portforward", "proxy", "binding")
                        .fields(
                                "spec.nodeName",
                                "spec.restartPolicy",
                                "spec.schedulerName",
                                "spec.serviceAccountName",
                                "spec.hostNetwork",
                                "status.phase",
                                "status.podIP",
                                "status.nominatedNodeName")
                        .rules(new PodRules()));
        add(
                core,
                Kind.named("services", "Service")
                        .shortNames("svc")
                        .categories("all")
                        .status()
                        .subresources("proxy")
                        .fields("spec.clusterIP", "spec.type")
                        .rules(new ServiceRules(addresses)));
        add(
                core,
                Kind.named("endpoints", "Endpoints")
                        .singular("endpoints")
                        .listed("EndpointsList")
                        .shortNames("ep")
                        .rules(new EndpointRules()));
        add(core, Kind.named("configmaps", "ConfigMap").shortNames("cm").rules(new DataRules()));
        add(core, Kind.named("secrets", "Secret").fields("type").rules(new DataRules()));
        add(
                core,
                Kind.named("serviceaccounts", "ServiceAccount").shortNames("sa").subresources("token"));
        add(
                core,
                Kind.named("persistentvolumes", "PersistentVolume")
                        .shortNames("pv")
                        .cluster()
                        .status()
                        .rules(new VolumeRules()));
        add(
                core,
                Kind.named("persistentvolumeclaims", "PersistentVolumeClaim")
                        .shortNames("pvc")
                        .status()
                        .rules(new VolumeClaimRules()));
        add(
                core,
                Kind.named("events", "Event")
                        .shortNames("ev")
                        .fields(EVENT_FIELDS)
                        .rules(new EventRules()));
        add(
                core,
                Kind.named("resourcequotas", "ResourceQuota")
                        .shortNames("quota")
                        .status());
        add(
                core,
                Kind.named("nodes", "Node").shortNames("no").cluster().status().fields("spec.unschedulable"));
    }

    private void workloads() {
        Group apps = new Group("apps", "io.k8s.api.apps.v1.");
        add(
                apps,
                Kind.named("deployments", "Deployment")
                        .shortNames("deploy")
                        .categories("all")
                        .status()
                        .scale()
                        .rules(new DeploymentRules()));
        add(
                apps,
                Kind.named("replicasets", "ReplicaSet")
                        .shortNames("rs")
                        .categories("all")
                        .status()
                        .scale()
                        .fields("status.replicas")
                        .rules(new ReplicaSetRules()));
        add(
                new Group("batch", "io.k8s.api.batch.v1."),
                Kind.named("jobs", "Job")
                        .categories("all")
                        .status()
                        .fields("status.successful")
                        .rules(new JobRules()));
        add(
                new Group("policy", "io.k8s.api.policy.v1."),
                Kind.named("poddisruptionbudgets", "PodDisruptionBudget")
                        .shortNames("pdb")
                        .status()
                        .rules(new DisruptionBudgetRules()));
    }

    private void others(KindRules definitionRules) {
        add(
                new Group("networking.k8s.io", "io.k8s.api.networking.v1."),
                Kind.named("networkpolicies", "NetworkPolicy")
                        .singular("networkpolicy")
                        .shortNames("netpol")
                        .rules(new NetworkPolicyRules()));
        add(
                new Group("discovery.k8s.io", "io.k8s.api.discovery.v1."),
                Kind.named("endpointslices", "EndpointSlice").rules(new EndpointRules()));
        add(
                new Group("coordination.k8s.io", "io.k8s.api.coordination.v1."),
                Kind.named("leases", "Lease").rules(new LeaseRules()));
        add(
                new Group("events.k8s.io", "io.k8s.api.events.v1."),
                Kind.named("events", "Event")
                        .shortNames("ev")
                        .storage("events")
                        .fields(
                                "reason",
                                "type",
                                "reportingController",
                                "regarding.kind",
                                "regarding.name",
                                "regarding.namespace",
                                "regarding.uid")
                        .rules(new EventRules()));
        add(
                new Group("storage.k8s.io", "io.k8s.api.storage.v1."),
                Kind.named("storageclasses", "StorageClass")
                        .shortNames("sc")
                        .singular("storageclass")
                        .cluster()
                        .rules(new StorageClassRules()));
        add(
                new Group("apiextensions.k8s.io", EXTENSIONS),
                Kind.named("customresourcedefinitions", "CustomResourceDefinition")
                        .shortNames("crd", "crds")
                        .categories("api-extensions")
                        .cluster()
                        .status()
                        .rules(definitionRules));
        add(
                new Group("apiregistration.k8s.io", AGGREGATOR),
                Kind.named("apiservices", "APIService")
                        .categories("api-extensions")
                        .cluster()
                        .status());
    }

    private void rights() {
        Group rbac = new Group("rbac.authorization.k8s.io", "io.k8s.api.rbac.v1.");
        add(rbac, Kind.named("roles", "Role").rules(new RoleRules()));
        add(rbac, Kind.named("rolebindings", "RoleBinding").rules(new BindingRules()));
        add(rbac, Kind.named("clusterroles", "ClusterRole").cluster().rules(new RoleRules()));
        add(
                rbac,
                Kind.named("clusterrolebindings", "ClusterRoleBinding")
                        .cluster()
                        .rules(new BindingRules()));
    }

    private void add(Group group, Kind kind) {
        String singular = kind.singular.isEmpty() ? kind.kind.toLowerCase(Locale.ROOT) : kind.singular;
        String storage = kind.storage.isEmpty()
                ? group.name.isEmpty() ? kind.plural : kind.plural + "." + group.name
                : kind.storage;
        types.add(new ResourceType(
                group.name,
                "v1",
                new Names(kind.plural, singular, kind.kind, kind.listKind, kind.shortNames, kind.categories),
                storage,
                kind.namespaced,
                schemas.schema(group.types + kind.kind),
                kind.status,
                kind.scale,
                kind.subresources,
                List.of(),
                kind.fields,
                false,
                kind.rules));
    }

    private record Group(String name, String types) {}

    /** Gathers what is said of a kind. */
    private static final class Kind {
        private static final KindRules NONE = new KindRules() {};

        private final String plural;
        private final String kind;
        private String singular = "";
        private String listKind;
        private String storage = "";
        private List<String> shortNames = List.of();
        private List<String> categories = List.of();
        private boolean namespaced = true;
        private boolean status;
        private @Nullable ScalePaths scale;
        private Set<String> subresources = Set.of();
        private Set<String> fields = Set.of();
        private KindRules rules = NONE;

        private Kind(String plural, String kind) {
            this.plural = plural;
            this.kind = kind;
            this.listKind = kind + "List";
        }

        static Kind named(String plural, String kind) {
            return new Kind(plural, kind);
        }

        Kind singular(String name) {
            singular = name;
            return this;
        }

        Kind listed(String name) {
            listKind = name;
            return this;
        }

        Kind storage(String name) {
            storage = name;
            return this;
        }

        Kind shortNames(String... names) {
            shortNames = List.of(names);
            return this;
        }

        Kind categories(String... names) {
            categories = List.of(names);
            return this;
        }

        Kind cluster() {
            namespaced = false;
            return this;
        }

        Kind status() {
            status = true;
            return this;
        }

        Kind scale() {
            scale = SCALE;
            return this;
        }

        Kind subresources(String... names) {
            subresources = Set.of(names);
            return this;
        }

        Kind fields(String... paths) {
            fields = Set.of(paths);
            return this;
        }

        Kind fields(Set<String> paths) {
            fields = paths;
            return this;
        }

        Kind rules(KindRules kindRules) {
            rules = kindRules;
            return this;
        }
    }
}
