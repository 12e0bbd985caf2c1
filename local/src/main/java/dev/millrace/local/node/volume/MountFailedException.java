package dev.millrace.local.node.volume;

/** A volume that cannot be mounted now. */
public final class MountFailedException extends Exception {
    private static final long serialVersionUID = 1;

    public MountFailedException(String volume, String why) {
        super("MountVolume.SetUp failed for volume \"" + volume + "\" : " + why);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
