package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What measures training is in no module, and would else rot unseen. */
class BenchTest {
    /** Surefire runs in the module's folder. */
    private static final Path SOURCE = Path.of("../bench/training/TrainingSpeed.java");

    @TempDir
    private Path classes;

    @Test
    void trainingSpeed_compilesAgainstWhatItMeasures() throws Exception {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK runs the tests");
        var said = new DiagnosticCollector<JavaFileObject>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(null, files, said, options, null, files.getJavaFileObjects(SOURCE))
                    .call();
            assertThat(compiled).as(said.getDiagnostics().toString()).isTrue();
        }
        assertThat(classes.resolve("org/weatherinference/training/TrainingSpeed.class"))
                .exists();
    }
}
