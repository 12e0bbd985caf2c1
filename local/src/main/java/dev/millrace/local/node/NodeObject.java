package dev.millrace.local.node;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.local.node.pod.NodeIdentity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The node as the API shows it. */
final class NodeObject {
    private static final String GPU = "nvidia.com/gpu";
    private static final int MOST_PODS = 110;
    private static final String VERSION = "v1.34.0-millrace";

    private NodeObject() {}

    /** What this machine has for pods. */
    static Map<String, Quantity> allocatable(int gpus) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, Quantity> resources = new TreeMap<>();
        resources.put("cpu", new Quantity(Integer.toString(Runtime.getRuntime().availableProcessors())));
        resources.put("memory", new Quantity(Long.toString(system.getTotalMemorySize() / 1024), "Ki"));
        resources.put("pods", new Quantity(Integer.toString(MOST_PODS)));
        if (gpus > 0) {
            resources.put(GPU, new Quantity(Integer.toString(gpus)));
        }
        return resources;
    }

    static Node of(NodeIdentity identity, String now) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(identity.name())
                .withLabels(Map.of(
                        "kubernetes.io/hostname",
                        identity.name(),
                        "kubernetes.io/os",
                        os(),
                        "kubernetes.io/arch",
                        architecture()))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withCapacity(identity.allocatable())
                .withAllocatable(identity.allocatable())
                .withConditions(conditions(now))
                .addNewAddress()
                .withType("InternalIP")
                .withAddress(identity.address())
                .endAddress()
                .addNewAddress()
                .withType("Hostname")
                .withAddress(identity.name())
                .endAddress()
                .withNewNodeInfo()
                .withArchitecture(architecture())
                .withOperatingSystem(os())
                .withOsImage(System.getProperty("os.name"))
                .withKernelVersion(System.getProperty("os.version"))
                .withContainerRuntimeVersion("process://" + System.getProperty("java.version"))
                .withKubeletVersion(VERSION)
                .withKubeProxyVersion(VERSION)
                .withMachineID("")
                .withSystemUUID("")
                .withBootID("")
                .endNodeInfo()
                .endStatus()
                .build();
    }

    private static List<NodeCondition> conditions(String now) {
        return List.of(
                condition("MemoryPressure", "False", "KubeletHasSufficientMemory", now),
                condition("DiskPressure", "False", "KubeletHasNoDiskPressure", now),
                condition("PIDPressure", "False", "KubeletHasSufficientPID", now),
                condition("Ready", "True", "KubeletReady", now));
    }

    private static NodeCondition condition(String type, String status, String reason, String now) {
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(type.equals("Ready") ? "pods run as processes of this machine" : "")
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(now)
                .build();
    }

    private static String os() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
