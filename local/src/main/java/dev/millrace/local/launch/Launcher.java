package dev.millrace.local.launch;

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Runs a Java program that ends with its node.
 *
 * <p>Arguments: the program's main class, and the program's own arguments. The program sees an empty standard input, as a container does.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) throws Throwable {
        Lifeline.watch(System.in, () -> Runtime.getRuntime().halt(Lifeline.ORPHANED));
        System.setIn(InputStream.nullInputStream());
        Method main = Class.forName(arguments[0]).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
