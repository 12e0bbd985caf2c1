package dev.millrace.local.node.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads the image configurations of a build's modules. */
final class ModulePoms {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
    private static final String IMAGE_PLUGIN = "jib-maven-plugin";

    private ModulePoms() {}

    /**
     * The modules that build an image, in the build's order.
     *
     * @throws IOException if the build cannot be read
     */
    static List<ModuleImage> images(Path root) throws IOException {
        Path file = root.resolve("pom.xml");
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " does not exist: --build is the root of Millrace's source tree");
        }
        Element project = parse(file);
        Map<String, String> properties = properties(project);
        List<ModuleImage> images = new ArrayList<>();
        for (Element module : children(child(project, "modules").orElse(project), "module")) {
            String folder = module.getTextContent().strip();
            image(root, folder, properties).ifPresent(images::add);
        }
        return images;
    }

    private static Optional<ModuleImage> image(Path root, String folder, Map<String, String> inherited)
            throws IOException {
        Element project = parse(root.resolve(folder).resolve("pom.xml"));
        Map<String, String> properties = new HashMap<>(inherited);
        properties.putAll(properties(project));
        properties.put(
                "project.build.directory",
                root.resolve(folder).resolve("target").toString());
        Optional<Element> configuration = child(project, "build").flatMap(build -> child(build, "plugins")).stream()
                .flatMap(plugins -> children(plugins, "plugin").stream())
                .filter(plugin -> IMAGE_PLUGIN.equals(text(plugin, "artifactId")))
                .findFirst()
                .flatMap(plugin -> child(plugin, "configuration"));
        if (configuration.isEmpty()) {
            return Optional.empty();
        }
        Element container = child(configuration.get(), "container")
                .orElseThrow(() -> new IOException(folder + "/pom.xml: the image has no <container>"));
        Map<String, String> environment = new LinkedHashMap<>();
        child(container, "environment").ifPresent(variables -> elements(variables)
                .forEach(variable ->
                        environment.put(variable.getTagName(), resolved(variable.getTextContent(), properties))));
        List<String> flags = child(container, "jvmFlags").stream()
                .flatMap(list -> children(list, "jvmFlag").stream())
                .map(flag -> resolved(flag.getTextContent(), properties))
                .toList();
        String reference = child(configuration.get(), "to")
                .map(to -> resolved(text(to, "image"), properties))
                .orElseThrow(() -> new IOException(folder + "/pom.xml: the image has no name"));
        String jar = text(project, "artifactId") + "-" + properties.get("project.version") + ".jar";
        ImageFiles files = files(configuration.get(), container, properties);
        return Optional.of(
                new ModuleImage(folder, jar, reference, text(container, "mainClass"), flags, environment, files));
    }

    private static ImageFiles files(Element configuration, Element container, Map<String, String> properties) {
        List<Path> folders = child(configuration, "extraDirectories").flatMap(extra -> child(extra, "paths")).stream()
                .flatMap(paths -> children(paths, "path").stream())
                .map(path -> Path.of(resolved(text(path, "from"), properties)))
                .toList();
        List<String> classPath = child(container, "extraClasspath").stream()
                .flatMap(list -> children(list, "path").stream())
                .map(path -> resolved(path.getTextContent(), properties))
                .toList();
        return new ImageFiles(folders, classPath);
    }

    private static Map<String, String> properties(Element project) {
        Map<String, String> properties = new HashMap<>();
        child(project, "properties").ifPresent(list -> elements(list)
                .forEach(property -> properties.put(
                        property.getTagName(), property.getTextContent().strip())));
        child(project, "version")
                .ifPresent(version -> properties.put(
                        "project.version", version.getTextContent().strip()));
        return properties;
    }

    private static String resolved(String text, Map<String, String> properties) {
        Matcher matcher = PROPERTY.matcher(text.strip());
        return matcher.replaceAll(
                found -> Matcher.quoteReplacement(properties.getOrDefault(found.group(1), found.group())));
    }

    private static Element parse(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Stream<Element> elements(Element parent) {
        return Stream.iterate(parent.getFirstChild(), node -> node != null, Node::getNextSibling)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent).filter(child -> child.getTagName().equals(name)).toList();
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    private static String text(Element parent, String name) {
        return child(parent, name).map(child -> child.getTextContent().strip()).orElse("");
    }
}
