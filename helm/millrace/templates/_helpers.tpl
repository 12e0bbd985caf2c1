{{/* The labels of all objects, as in config/base. */}}
{{- define "millrace.labels" -}}
app.kubernetes.io/name: millrace-operator
app.kubernetes.io/part-of: millrace
{{- end }}

{{/* Quantities as the operator reads them: cpu=250m,memory=512Mi */}}
{{- define "millrace.quantities" -}}
{{- $pairs := list -}}
{{- range $name, $quantity := . -}}
{{- $pairs = append $pairs (printf "%s=%v" $name $quantity) -}}
{{- end -}}
{{- join "," $pairs -}}
{{- end }}
