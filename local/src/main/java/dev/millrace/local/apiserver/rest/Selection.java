package dev.millrace.local.apiserver.rest;

import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.selector.FieldSelector;
import dev.millrace.local.apiserver.selector.LabelSelector;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.List;

/** The objects that a request selects by labels and fields. */
record Selection(ResourceType type, LabelSelector labels, FieldSelector fields) {
    static Selection of(Call call) {
        String labels = call.query().text("labelSelector");
        String fields = call.query().text("fieldSelector");
        return new Selection(call.type(), LabelSelector.parse(labels), FieldSelector.parse(fields, call.type()));
    }

    boolean isEverything() {
        return labels.isEverything() && fields.isEverything();
    }

    boolean matches(StoredObject object) {
        return labels.matches(object.labels()) && fields.matches(object.key(), () -> object.fields(type));
    }

    List<StoredObject> of(List<StoredObject> objects) {
        return isEverything() ? objects : objects.stream().filter(this::matches).toList();
    }
}
