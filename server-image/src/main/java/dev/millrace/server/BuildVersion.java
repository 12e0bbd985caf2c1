package dev.millrace.server;

import picocli.CommandLine.IVersionProvider;

/** The server's own version, from its jar's manifest. */
final class BuildVersion implements IVersionProvider {
    /** The version, or "development" outside a jar. */
    static String current() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"millrace server " + current()};
    }
}
