package org.weatherinference.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Each file as its platform reads it: by Kubernetes' typed objects, by schemas, by parsers that refuse what is odd. */
class DeploymentFilesTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Reads an object of one kind, and throws at a field that it does not know or misses. */
    private interface Kind {
        void read(String json) throws IOException;
    }

    private static final Map<String, Kind> KINDS = Map.of(
            "apps/v1 Deployment", V1Deployment::fromJson,
            "v1 Service", V1Service::fromJson,
            "networking.k8s.io/v1 Ingress", V1Ingress::fromJson,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::fromJson,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::fromJson,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::fromJson);

    @Test
    void kubernetes_everyObjectIsOfAKnownKind_withKnownFieldsAlone() throws Exception {
        Map<String, String> files = files(Target.KUBERNETES, Optional.of("weather.example.org"));
        JsonNode kustomization = yaml(files, "kustomization.yaml").getFirst();
        int objects = 0;
        for (JsonNode file : kustomization.get("resources")) {
            for (JsonNode object : yaml(files, file.asString())) {
                check(object);
                objects++;
            }
        }
        assertThat(objects).isEqualTo(KINDS.size());
    }

    private static void check(JsonNode object) throws IOException {
        String kind =
                object.get("apiVersion").asString() + " " + object.get("kind").asString();
        assertThat(KINDS).containsKey(kind);
        Objects.requireNonNull(KINDS.get(kind)).read(object.toString());
    }

    /** Or the tests above and below would prove nothing. */
    @Test
    void fieldThatIsMisspelled_isFound() throws Exception {
        JsonNode deployment = yaml(files(Target.KUBERNETES), "deployment.yaml").getFirst();
        ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        container.putObject("redinessProbe");
        assertThatThrownBy(() -> check(deployment)).hasMessageContaining("redinessProbe");
    }

    @Test
    void kubernetes_podsMayDoLittle_andAreReplacedWithoutAGap() throws Exception {
        JsonNode spec =
                yaml(files(Target.KUBERNETES), "deployment.yaml").getFirst().get("spec");
        assertThat(spec.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
        JsonNode pod = spec.at("/template/spec");
        JsonNode container = pod.at("/containers/0");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
        assertThat(pod.get("enableServiceLinks").asBoolean()).isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/capabilities/drop/0").asString())
                .isEqualTo("ALL");
        assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/health/ready");
        assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/health/live");
        assertThat(container.at("/lifecycle/preStop/sleep/seconds").asInt() + 10)
                .isLessThanOrEqualTo(pod.get("terminationGracePeriodSeconds").asInt());
    }

    @Test
    void kubernetes_nothingPrivateIsReached() throws Exception {
        JsonNode egress =
                yaml(files(Target.KUBERNETES), "network-policy.yaml").getFirst().at("/spec/egress");
        assertThat(egress).hasSize(2);
        assertThat(egress.at("/1/to/0/ipBlock/except").toString())
                .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10");
        assertThat(egress.at("/1/to/1/ipBlock/except").toString()).contains("fc00::/7", "fe80::/10");
    }

    @Test
    void kserve_isAsItsSchemaSays() throws Exception {
        JsonNode service = yaml(files(Target.KSERVE), "inference-service.yaml").getFirst();
        assertThat(service.get("apiVersion").asString()).isEqualTo("serving.kserve.io/v1beta1");
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(kserveSchema().toString(), InputFormat.JSON);
        assertThat(schema.validate(service.toString(), InputFormat.JSON)).isEmpty();
        ((ObjectNode) service.at("/spec/predictor")).put("minReplica", 1);
        assertThat(schema.validate(service.toString(), InputFormat.JSON)).isNotEmpty();
    }

    private static JsonNode kserveSchema() throws IOException {
        String shared = System.getProperty("weather.shared", "");
        assumeTrue(!shared.isEmpty(), "left out: KServe's schema needs -Dweather.shared=FOLDER");
        Path file = Path.of(shared, "specs", "kserve-inferenceservices-crd.yaml.gz");
        assumeTrue(Files.exists(file), "left out: there is no schema of KServe in the folder of weather.shared");
        try (var input = new GZIPInputStream(Files.newInputStream(file))) {
            LoadSettings large =
                    LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
            JsonNode definition = JSON.valueToTree(new Load(large).loadFromInputStream(input));
            JsonNode version = StreamSupport.stream(
                            definition.at("/spec/versions").spliterator(), false)
                    .filter(one -> one.get("name").asString().equals("v1beta1"))
                    .findFirst()
                    .orElseThrow();
            JsonNode schema = version.at("/schema/openAPIV3Schema");
            closeObjects(schema);
            return schema;
        }
    }

    /** Kubernetes drops what a schema does not name; here it shall be found. */
    private static void closeObjects(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean(false)) {
            object.put("additionalProperties", false);
        }
        schema.forEach(DeploymentFilesTest::closeObjects);
    }

    @Test
    void cloudRun_isAKnativeServiceWithAContainerOfKubernetes() throws Exception {
        JsonNode service = yaml(files(Target.CLOUD_RUN), "service.yaml").getFirst();
        assertThat(service.get("apiVersion").asString()).isEqualTo("serving.knative.dev/v1");
        assertThat(service.get("kind").asString()).isEqualTo("Service");
        V1ObjectMeta.fromJson(service.get("metadata").toString());
        JsonNode revision = service.at("/spec/template/spec");
        assertThat(revision.propertyNames()).containsOnly("containerConcurrency", "timeoutSeconds", "containers");
        V1Container.fromJson(withName(revision.at("/containers/0")).toString());
        assertThat(revision.at("/containers/0/env").toString()).doesNotContain("\"PORT\"");
    }

    /** Kubernetes wants one, Knative gives one. */
    private static JsonNode withName(JsonNode container) {
        return ((ObjectNode) container.deepCopy()).put("name", "weather");
    }

    @Test
    void fly_isTomlThatServesThePort() {
        JsonNode app = new TomlMapper().readTree(text(files(Target.FLY), "fly.toml"));
        assertThat(app.propertyNames())
                .containsExactlyInAnyOrder("app", "kill_signal", "kill_timeout", "build", "env", "http_service", "vm");
        assertThat(app.at("/http_service/internal_port").asInt()).isEqualTo(Image.PORT);
        assertThat(app.at("/http_service/checks/0/path").asString()).isEqualTo("/health/ready");
        assertThat(app.at("/env/WEATHER_MODEL").asString()).isEqualTo("sun-rain:3");
    }

    @Test
    void render_isAServiceOfAnImage() throws Exception {
        JsonNode service = yaml(files(Target.RENDER), "render.yaml").getFirst().at("/services/0");
        assertThat(service.get("runtime").asString()).isEqualTo("image");
        assertThat(service.at("/image/url").asString()).isEqualTo("registry.example.org/weather-inference:sun-rain-3");
        assertThat(service.get("envVars"))
                .allMatch(variable -> variable.get("key").isString()
                        && (variable.path("value").isString()
                                || variable.path("generateValue").asBoolean(false)));
    }

    @Test
    void compose_mayDoLittle_andAsksWhetherItIsReady() throws Exception {
        JsonNode service =
                yaml(files(Target.COMPOSE), "compose.yaml").getFirst().at("/services/weather");
        assertThat(service.propertyNames())
                .containsExactlyInAnyOrder(
                        "image",
                        "env_file",
                        "ports",
                        "read_only",
                        "volumes",
                        "user",
                        "cap_drop",
                        "security_opt",
                        "mem_limit",
                        "pids_limit",
                        "stop_grace_period",
                        "restart",
                        "healthcheck");
        assertThat(service.get("read_only").asBoolean()).isTrue();
        assertThat(service.get("user").asString()).isEqualTo(Image.USER);
        assertThat(service.at("/healthcheck/test").toString())
                .isEqualTo("[\"CMD\",\"/opt/weather/bin/weather\",\"health\"]");
    }

    private static Map<String, String> files(Target target) {
        return files(target, Optional.empty());
    }

    private static Map<String, String> files(Target target, Optional<String> host) {
        return new Deployment(
                        target,
                        "sun-rain:3",
                        "sun-rain:3",
                        Deployment.standardImage(target, "sun-rain:3", "sky"),
                        "sky",
                        host,
                        1,
                        "out")
                .files();
    }

    private static String text(Map<String, String> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    /** All documents of a file; a key that stands there twice is refused. */
    private static List<JsonNode> yaml(Map<String, String> files, String name) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(text(files, name));
        return StreamSupport.stream(documents.spliterator(), false)
                .<JsonNode>map(JSON::valueToTree)
                .toList();
    }
}
