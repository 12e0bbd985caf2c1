package dev.millrace.local.node.probe;

import dev.millrace.local.node.container.CannotStartException;
import dev.millrace.local.node.container.CommandLine;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The container that is looked at.
 *
 * @param container as specified
 * @param address where a port of the pod is reached
 * @param commands how a command is run in the container's surroundings
 */
public record ProbeTarget(Container container, IntFunction<InetSocketAddress> address, Commands commands) {
    /** Makes command lines. */
    public interface Commands {
        CommandLine of(List<String> command) throws CannotStartException;
    }

    /** The number of a port that is given by number or by name; 0: there is none of that name. */
    int port(IntOrString port) {
        if (port.getStrVal() == null) {
            return port.getIntVal();
        }
        return container.getPorts().stream()
                .filter(candidate -> port.getStrVal().equals(candidate.getName()))
                .findFirst()
                .map(ContainerPort::getContainerPort)
                .orElse(0);
    }
}
