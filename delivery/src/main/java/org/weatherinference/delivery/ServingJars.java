package org.weatherinference.delivery;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.weatherinference.command.CommandException;

/** The jars that {@code weather serve} runs from, in the order of its class path. */
record ServingJars(List<Path> jars) {
    private static final Pattern NATIVE = Pattern.compile(".*(\\.(so(\\.[0-9]+)*|dll|dylib|jnilib)|\\.dSYM/.*)");

    /** As the launcher names them. */
    static ServingJars given() {
        String path = System.getProperty("weather.serving", "");
        if (path.isEmpty()) {
            throw new CommandException("what this is made of is not named: start it with ./weather");
        }
        return new ServingJars(
                Arrays.stream(path.split(File.pathSeparator, -1)).map(Path::of).toList());
    }

    /** As they are called where they are put: without those of which nothing but native libraries is left. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path jar : jars) {
            if (hasClasses(jar)) {
                names.add(jar.getFileName().toString());
            }
        }
        return names;
    }

    /** Puts jars of one kind into a layer, without any native library. */
    void put(Layer layer, String folder, boolean own) throws IOException {
        for (Path jar : jars) {
            if (isOwn(jar) == own && hasClasses(jar)) {
                String path = folder + "/" + jar.getFileName();
                if (Files.exists(layer.place(path))) {
                    throw new CommandException("two jars of the class path are called " + jar.getFileName());
                }
                strip(jar, layer.parentMade(path));
                layer.take(path);
            }
        }
    }

    /** Puts this platform's native libraries there, unpacked. */
    void putNatives(Layer layer, String folder) throws IOException {
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry :
                        zip.stream().filter(ServingJars::isOfPlatform).toList()) {
                    String path = folder + "/" + Path.of(entry.getName()).getFileName();
                    try (InputStream library = zip.getInputStream(entry)) {
                        Files.copy(library, layer.parentMade(path));
                    }
                    layer.take(path);
                }
            }
        }
    }

    /** What one of them holds. */
    byte[] read(String entry) throws IOException {
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                ZipEntry found = zip.getEntry(entry);
                if (found != null) {
                    try (InputStream input = zip.getInputStream(found)) {
                        return input.readAllBytes();
                    }
                }
            }
        }
        throw new FileNotFoundException(entry + " in the jars of the class path");
    }

    private static boolean isOfPlatform(ZipEntry entry) {
        Path parent = Path.of(entry.getName()).getParent();
        return isNative(entry)
                && parent != null
                && Processor.current().folders().stream().anyMatch(parent::endsWith);
    }

    private static boolean isNative(ZipEntry entry) {
        return NATIVE.matcher(entry.getName()).matches();
    }

    static boolean isOwn(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getEntry("org/weatherinference/") != null;
        }
    }

    private static boolean hasClasses(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            // WebJars have none, and are needed all the same; what carries native libraries has nothing else.
            return zip.stream().noneMatch(ServingJars::isNative)
                    || zip.stream()
                            .map(ZipEntry::getName)
                            .anyMatch(name -> name.endsWith(".class") && !name.endsWith("module-info.class"));
        }
    }

    /** A copy; byte for byte where there is nothing to leave out. */
    private static void strip(Path jar, Path copy) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> kept =
                    zip.stream().filter(entry -> !isNative(entry)).toList();
            if (kept.size() == zip.size()) {
                Files.copy(jar, copy);
                return;
            }
            try (OutputStream file = Files.newOutputStream(copy);
                    ZipOutputStream out = new ZipOutputStream(file)) {
                for (ZipEntry entry : kept) {
                    copy(zip, entry, out);
                }
            }
        }
    }

    private static void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(same);
        try (InputStream content = zip.getInputStream(entry)) {
            content.transferTo(out);
        }
    }
}
