{{/* The pod of the Deployment and of the StatefulSet. */}}
{{- define "websocket-exporter.pod" -}}
metadata:
  labels:
    {{- include "websocket-exporter.selectorLabels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with include "websocket-exporter.serviceAccountName" . }}
  serviceAccountName: {{ toYaml . }}
  {{- end }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  # After SIGTERM the exporter is not ready, turns new probes away, lets running ones finish and closes the connections that it
  # holds, for 30 s at most.
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  topologySpreadConstraints:
    {{- if .Values.topologySpreadConstraints }}
    {{- toYaml .Values.topologySpreadConstraints | nindent 4 }}
    {{- else }}
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "websocket-exporter.selectorLabels" . | nindent 10 }}
    {{- end }}
  {{- range $key := list "priorityClassName" "nodeSelector" "tolerations" "affinity" "hostAliases" "dnsPolicy" "dnsConfig" }}
  {{- with index $.Values $key }}
  {{ $key }}: {{ if kindIs "string" . }}{{ toYaml . }}{{ else }}{{ toYaml . | nindent 4 }}{{ end }}
  {{- end }}
  {{- end }}
  {{- with .Values.extraInitContainers }}
  initContainers:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: websocket-exporter
      image: {{ include "websocket-exporter.image" . }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - --config.file=/etc/websocket_exporter/config.yml
        - --config.enable-auto-reload
        {{- if include "websocket-exporter.watching" . }}
        - --watch.shards={{ int .Values.watch.shards }}
        - --watch.shard=$(POD_INDEX)
        {{- end }}
        {{- if include "websocket-exporter.webSecret" . }}
        - --web.config.file=/etc/websocket_exporter_web/web-config.yml
        {{- end }}
        {{- with .Values.externalUrl }}
        - {{ printf "--web.external-url=%s" . | toYaml }}
        {{- end }}
        {{- with .Values.extraArgs }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- if or (include "websocket-exporter.watching" .) .Values.extraEnv }}
      env:
        {{- if include "websocket-exporter.watching" . }}
        # The ordinal of the pod: on by default since Kubernetes 1.28, stable since 1.32.
        - name: POD_INDEX
          valueFrom:
            fieldRef:
              fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
        {{- end }}
        {{- if kindIs "map" .Values.extraEnv }}
        {{- range $name, $value := .Values.extraEnv }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
        {{- else }}
        {{- with .Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- end }}
      {{- end }}
      {{- with .Values.extraEnvFrom }}
      envFrom:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: http
          containerPort: 10115
      # It takes some seconds of CPU to start, and is ready when it has probed itself.
      startupProbe:
        {{- include "websocket-exporter.health" (dict "root" . "path" "/livez") | nindent 8 }}
        periodSeconds: 1
        failureThreshold: 60
      livenessProbe:
        {{- include "websocket-exporter.health" (dict "root" . "path" "/livez") | nindent 8 }}
        periodSeconds: 10
        timeoutSeconds: 5
      readinessProbe:
        {{- include "websocket-exporter.health" (dict "root" . "path" "/readyz") | nindent 8 }}
        periodSeconds: 5
        timeoutSeconds: 2
      {{- if and .Values.preStopSleepSeconds (not (include "websocket-exporter.watching" .)) (semverCompare ">=1.30.0-0" .Capabilities.KubeVersion.Version) }}
      lifecycle:
        # Until the Service has forgotten the pod, it serves. Needs Kubernetes 1.30; leave it out before.
        preStop:
          sleep:
            seconds: {{ .Values.preStopSleepSeconds }}
      {{- end }}
      # The image gives Java a heap of 96 MiB, and 120 to 150 MiB are needed beside it. An exporter that waits for CPU measures
      # targets that look slow: look at WebsocketExporterLate before you lower that limit.
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      volumeMounts:
        - name: config
          mountPath: /etc/websocket_exporter
          readOnly: true
        - name: tmp
          mountPath: /tmp # native libraries are unpacked here
        {{- if include "websocket-exporter.webSecret" . }}
        - name: web-config
          mountPath: /etc/websocket_exporter_web
          readOnly: true
        {{- end }}
        {{- range concat (default list .Values.extraSecretMounts) (default list .Values.extraConfigmapMounts) }}
        - name: {{ toYaml .name }}
          mountPath: {{ toYaml .mountPath }}
          {{- with .subPath }}
          subPath: {{ toYaml . }}
          {{- end }}
          readOnly: true
        {{- end }}
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    {{- with .Values.extraContainers }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  volumes:
    - name: config
      {{- if .Values.configExistingSecretName }}
      secret:
        secretName: {{ toYaml .Values.configExistingSecretName }}
      {{- else if .Values.secretConfig }}
      secret:
        secretName: {{ include "websocket-exporter.fullname" . }}
      {{- else }}
      configMap:
        name: {{ include "websocket-exporter.fullname" . }}
      {{- end }}
    - name: tmp
      emptyDir:
        sizeLimit: 64Mi
    {{- with include "websocket-exporter.webSecret" . }}
    - name: web-config
      secret:
        secretName: {{ toYaml . }}
    {{- end }}
    {{- range .Values.extraSecretMounts }}
    - name: {{ toYaml .name }}
      secret:
        secretName: {{ toYaml .secretName }}
        {{- with .defaultMode }}
        defaultMode: {{ . }}
        {{- end }}
    {{- end }}
    {{- range .Values.extraConfigmapMounts }}
    - name: {{ toYaml .name }}
      configMap:
        name: {{ toYaml .configMap }}
        {{- with .defaultMode }}
        defaultMode: {{ . }}
        {{- end }}
    {{- end }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
