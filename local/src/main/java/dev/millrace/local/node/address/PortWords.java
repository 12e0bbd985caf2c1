package dev.millrace.local.node.address;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells programs other ports, where pods share an address.
 *
 * <p>A number counts as a port where the option or the variable that it belongs to has a name that ends in "port": {@code --port 8080},
 * {@code --metrics-port=9090}, {@code MILLRACE_HEALTH_PORT=8080}.
 */
public final class PortWords {
    private static final Pattern OPTION = Pattern.compile("--?([\\w.-]*-)?port", Pattern.CASE_INSENSITIVE);

    private final Map<Integer, Integer> ports;

    public PortWords(Map<Integer, Integer> ports) {
        this.ports = ports;
    }

    /** Arguments with the ports that they really are. */
    public List<String> arguments(List<String> arguments) {
        if (ports.isEmpty()) {
            return arguments;
        }
        List<String> words = new ArrayList<>();
        String before = "";
        for (String word : arguments) {
            int equals = word.indexOf('=');
            if (OPTION.matcher(before).matches()) {
                words.add(translated(word));
            } else if (equals > 0 && OPTION.matcher(word.substring(0, equals)).matches()) {
                words.add(word.substring(0, equals + 1) + translated(word.substring(equals + 1)));
            } else {
                words.add(word);
            }
            before = word;
        }
        return words;
    }

    /** Variables with the ports that they really are. */
    public Map<String, String> environment(Map<String, String> variables) {
        if (ports.isEmpty()) {
            return variables;
        }
        Map<String, String> translated = new LinkedHashMap<>(variables);
        translated.replaceAll(
                (name, value) -> name.toLowerCase(Locale.ROOT).endsWith("port") ? translated(value) : value);
        return translated;
    }

    private String translated(String number) {
        try {
            int port = Integer.parseInt(number);
            return Integer.toString(ports.getOrDefault(port, port));
        } catch (NumberFormatException e) {
            return number;
        }
    }
}
