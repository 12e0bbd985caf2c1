package dev.millrace.trainer;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "Millrace trainer "
                    + Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(unpackaged)")
        };
    }
}
