package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.HashSet;
import java.util.Set;

/**
 * Allots cluster addresses and node ports to Services. The addresses are of the loopback network, 127.96.0.0/16, where a proxy of this
 * process can listen.
 */
public final class ServiceAddresses {
    private static final String NETWORK = "127.96.";
    private static final int BYTE = 256;
    private static final int LAST = 65_534;
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    private final ResourceStore services;
    private int lastAddress;
    private int lastPort = FIRST_NODE_PORT - 1;

    public ServiceAddresses(Store store) {
        this.services = store.resource("services");
    }

    /** One that no Service has; the same one is not given again soon, whether or not the Service came to be. */
    synchronized String freeAddress() {
        Set<String> taken = new HashSet<>();
        for (StoredObject service : services.snapshot("").objects()) {
            taken.add(service.tree().path("spec").path("clusterIP").asText());
        }
        String address;
        do {
            lastAddress = lastAddress % LAST + 1;
            address = NETWORK + lastAddress / BYTE + "." + lastAddress % BYTE;
        } while (taken.contains(address));
        return address;
    }

    synchronized int freeNodePort() {
        Set<Integer> taken = new HashSet<>();
        for (StoredObject service : services.snapshot("").objects()) {
            ObjectNode tree = service.tree();
            for (JsonNode port : tree.path("spec").path("ports")) {
                taken.add(port.path("nodePort").asInt());
            }
        }
        do {
            lastPort = lastPort >= LAST_NODE_PORT ? FIRST_NODE_PORT : lastPort + 1;
        } while (taken.contains(lastPort));
        return lastPort;
    }
}
