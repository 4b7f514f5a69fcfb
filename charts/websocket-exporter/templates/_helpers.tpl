{{- define "websocket-exporter.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "websocket-exporter.fullname" -}}
{{- $name := include "websocket-exporter.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Kubernetes makes a label of it by appending a hash to it, for each pod: 63 characters, less 11. */}}
{{- define "websocket-exporter.statefulSetName" -}}
{{- include "websocket-exporter.fullname" . | trunc 52 | trimSuffix "-" }}
{{- end }}

{{/* Texts are written by toYaml here and elsewhere, since YAML takes 1234567, as a commit may begin, for a number.
Selectors cannot be changed once they are there: nothing is ever added to these two. */}}
{{- define "websocket-exporter.selectorLabels" -}}
app.kubernetes.io/name: {{ include "websocket-exporter.name" . | toYaml }}
app.kubernetes.io/instance: {{ .Release.Name | toYaml }}
{{- end }}

{{- define "websocket-exporter.ownLabels" -}}
{{ include "websocket-exporter.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The labels of an object, each name once. Of a list: the root, and the labels of your own beside commonLabels; the last ones count. */}}
{{- define "websocket-exporter.labels" -}}
{{- $root := first . }}
{{- $more := deepCopy (default dict $root.Values.commonLabels) }}
{{- range rest . }}{{ $more = mergeOverwrite $more (deepCopy (default dict .)) }}{{ end }}
{{- include "websocket-exporter.ownLabels" $root }}
{{- with $more }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* "true" or nothing: whether objects of prometheus-operator are made. */}}
{{- define "websocket-exporter.operator" -}}
{{- $enabled := toString .Values.prometheusOperator.enabled }}
{{- if or (eq $enabled "true") (and (eq $enabled "auto") (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1")) }}true{{ end }}
{{- end }}

{{/* "true" or nothing: whether connections are held, by a StatefulSet. */}}
{{- define "websocket-exporter.watching" -}}
{{- if gt (int .Values.watch.shards) 0 }}true{{ end }}
{{- end }}

{{/* "true" or nothing: whether the exporter itself offers the targets at /sd. */}}
{{- define "websocket-exporter.offersTargets" -}}
{{- if and .Values.targets (or (eq .Values.targetsAs "ScrapeConfig") (not (include "websocket-exporter.operator" .))) }}true{{ end }}
{{- end }}

{{- define "websocket-exporter.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "websocket-exporter.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "websocket-exporter.image" -}}
{{- $name := .Values.image.repository }}
{{- with .Values.image.registry }}{{ $name = printf "%s/%s" . $name }}{{ end }}
{{- if .Values.image.digest }}
{{- printf "%s@%s" $name .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" $name (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* The path before every endpoint, without the slash at its end. */}}
{{- define "websocket-exporter.prefix" -}}
{{- with .Values.externalUrl }}{{ trimSuffix "/" (urlParse .).path }}{{ end }}
{{- end }}

{{/* Host and port by which Prometheus reaches the exporter. */}}
{{- define "websocket-exporter.address" -}}
{{- printf "%s.%s.svc:%d" (include "websocket-exporter.fullname" .) .Release.Namespace (int .Values.service.port) }}
{{- end }}

{{- define "websocket-exporter.scheme" -}}
{{- if or .Values.webConfiguration.tls .Values.webConfiguration.content.tls_server_config }}https{{ else }}http{{ end }}
{{- end }}

{{/* The Secret with web-config.yml, or nothing. */}}
{{- define "websocket-exporter.webSecret" -}}
{{- if .Values.webConfiguration.existingSecret }}
{{- .Values.webConfiguration.existingSecret }}
{{- else if .Values.webConfiguration.content }}
{{- include "websocket-exporter.fullname" . }}-web
{{- end }}
{{- end }}

{{/* How the kubelet asks. It has neither password nor certificate, so where the exporter may want one, it looks at the port. */}}
{{- define "websocket-exporter.health" -}}
{{- $content := .root.Values.webConfiguration.content }}
{{- $certificates := dig "tls_server_config" "client_auth_type" "" $content | hasPrefix "Require" }}
{{- if or .root.Values.webConfiguration.existingSecret $content.basic_auth_users $certificates -}}
tcpSocket: {port: http}
{{- else -}}
httpGet:
  path: {{ include "websocket-exporter.prefix" .root }}{{ .path }}
  port: http
  {{- if eq (include "websocket-exporter.scheme" .root) "https" }}
  scheme: HTTPS
  {{- end }}
{{- end }}
{{- end }}

{{/* What an object of prometheus-operator needs to get through the web configuration. */}}
{{- define "websocket-exporter.client" -}}
{{- if eq (include "websocket-exporter.scheme" .) "https" }}
scheme: https
{{- end }}
{{- with .Values.webConfiguration.client }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The exporter's configuration, with the targets if it is the one that offers them. */}}
{{- define "websocket-exporter.config" -}}
{{- $config := deepCopy .Values.config }}
{{- if include "websocket-exporter.offersTargets" . }}
{{- $groups := default list $config.targets }}
{{- range .Values.targets }}
{{- $target := mergeOverwrite (deepCopy $.Values.targetDefaults) (deepCopy .) }}
{{- $labels := deepCopy (default dict $target.labels) }}
{{- range $name, $value := $target.params }}
{{- $_ := set $labels (printf "__param_%s" (include "websocket-exporter.parameter" $name)) $value }}
{{- end }}
{{- /* The operator sets the label job by a rule of its own, so that a rule after it must bring the target's. */}}
{{- if ne $target.job $.Values.targetDefaults.job }}{{ $_ := set $labels (ternary "__tmp_job" "job" (eq "true" (include "websocket-exporter.operator" $))) $target.job }}{{ end }}
{{- if ne $target.interval $.Values.targetDefaults.interval }}{{ $_ := set $labels "__scrape_interval__" $target.interval }}{{ end }}
{{- if ne $target.scrapeTimeout $.Values.targetDefaults.scrapeTimeout }}{{ $_ := set $labels "__scrape_timeout__" $target.scrapeTimeout }}{{ end }}
{{- $group := dict "targets" (include "websocket-exporter.urls" . | fromYamlArray) "module" $target.module }}
{{- if $labels }}{{ $_ := set $group "labels" $labels }}{{ end }}
{{- $groups = append $groups $group }}
{{- end }}
{{- $_ := set $config "targets" $groups }}
{{- end }}
{{- toYaml $config }}
{{- end }}

{{/* The URLs of an entry of targets, as a list in YAML. */}}
{{- define "websocket-exporter.urls" -}}
{{- if .url }}{{ toYaml (list .url) }}{{ else }}{{ toYaml .urls }}{{ end }}
{{- end }}

{{/* What tells the objects of two entries of targets apart: the name, or the first URL without its query. */}}
{{- define "websocket-exporter.targetName" -}}
{{- if .name }}
{{- .name }}
{{- else }}
{{- $url := first (default (list "") (include "websocket-exporter.urls" . | fromYamlArray)) }}
{{- $place := regexReplaceAll "^[a-z]+://" (lower $url | splitList "?" | first) "" }}
{{- regexReplaceAll "[^a-z0-9]+" $place "-" | trunc 100 | trimAll "-" }}
{{- end }}
{{- end }}

{{/* The name that a parameter of a target has in the query of /probe. */}}
{{- define "websocket-exporter.parameter" -}}
{{- if eq . "hostname" }}hostname{{ else }}{{ printf "param_%s" (regexReplaceAll "[^a-z0-9]" (lower .) "_") }}{{ end }}
{{- end }}

{{/* A duration such as 1m30s in milliseconds. */}}
{{- define "websocket-exporter.milliseconds" -}}
{{- $units := dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 }}
{{- $sum := 0 }}
{{- range regexFindAll "[0-9]+(?:ms|s|m|h)" . -1 }}
{{- $sum = add $sum (mul (regexFind "^[0-9]+" .) (get $units (regexFind "[a-z]+$" .))) }}
{{- end }}
{{- $sum }}
{{- end }}
