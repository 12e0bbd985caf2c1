package dev.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import org.junit.jupiter.api.Test;

class ObjectReadingTest {
    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: plan
              managedFields:
                - manager: millrace
                  operation: Update
                  fieldsType: FieldsV1
                  fieldsV1: {"f:data": {".": {}, "f:plan.json": {}}}
            data: {plan.json: "{}"}
            """;

    @Test
    void keepsWhoWroteAndNotWhichFields() {
        ConfigMap read = ObjectReading.serialization().unmarshal(CONFIG_MAP, ConfigMap.class);

        assertThat(read.getData()).containsKey("plan.json");
        assertThat(read.getMetadata().getManagedFields()).singleElement().satisfies(entry -> {
            assertThat(entry.getManager()).isEqualTo("millrace");
            assertThat(entry.getOperation()).isEqualTo("Update");
            assertThat(entry.getFieldsV1()).isNull();
        });
    }
}
