package dev.millrace.local;

import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import dev.millrace.local.node.image.BuildImages;
import dev.millrace.local.node.image.Images;
import dev.millrace.local.node.volume.NodeFolders;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A cluster with the folder that it keeps its state in, and in it the kubeconfig that leads to it. */
public final class LocalCluster implements AutoCloseable {
    private final StateFolder folder;
    private final Cluster cluster;

    private LocalCluster(StateFolder folder, Cluster cluster) {
        this.folder = folder;
        this.cluster = cluster;
    }

    /**
     * Starts a new one, or goes on with the one that the folder keeps.
     *
     * @throws IOException if that cannot be, with a sentence for a user
     */
    public static LocalCluster start(ClusterOptions options) throws IOException {
        try {
            StateFolder folder = StateFolder.take(options.state());
            try {
                Cluster cluster = start(folder, options);
                LocalCluster local = new LocalCluster(folder, cluster);
                Files.writeString(local.kubeconfig(), cluster.server().kubeconfig());
                return local;
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new IOException(StateFolder.noAccess(e), e);
        } catch (FileSystemException e) {
            throw new IOException(sentence(e), e);
        }
    }

    private static Cluster start(StateFolder folder, ClusterOptions options) throws IOException {
        Images images = BuildImages.under(options.build());
        ApiServer server;
        try {
            server = ApiServer.start(new Options(options.port(), folder.path().resolve("objects")));
        } catch (BindException e) {
            throw new IOException(
                    "Port " + options.port()
                            + " is taken: choose another with --port (make demo PORT=…), or 0 for any that is free.",
                    e);
        }
        try {
            return Cluster.start(server, new Cluster.Settings(folder.path(), images, options.gpus()));
        } catch (IOException | RuntimeException e) {
            Optional<String> trouble = server.trouble();
            server.close();
            if (trouble.isPresent()) {
                throw new IOException(sentence(trouble.get()), e);
            }
            throw e;
        }
    }

    /** What a user is told of a cluster that cannot store its objects. */
    public static String sentence(String trouble) {
        return "The cluster cannot go on: " + trouble
                + ". Make room, or choose another folder with --state (make demo STATE=…).";
    }

    /** What went wrong with files is said with the file; a full disk says so by itself. */
    private static String sentence(FileSystemException e) {
        if (e.getFile() == null) {
            return String.valueOf(e.getMessage());
        }
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return e.getFile() + ": " + reason + ".";
    }

    public Cluster cluster() {
        return cluster;
    }

    /** The kubeconfig, an absolute path. */
    public Path kubeconfig() {
        return folder.path().resolve("kubeconfig");
    }

    /** The logs of pods, each in a folder of its own. */
    public Path logs() {
        return new NodeFolders(folder.path()).logs();
    }

    /** Ends all that runs; the state stays. */
    @Override
    public void close() throws IOException {
        try {
            cluster.close();
        } finally {
            folder.close();
        }
    }
}
