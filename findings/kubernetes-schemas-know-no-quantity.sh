#!/usr/bin/env bash
# The schemas that Kubernetes publishes say of a quantity, a port and a name no more than that they are texts and numbers: a
# strict validation of a manifest passes a limit of "half" a CPU, port 99999 and a name with blanks, each of which the API
# server refuses, while it finds a wrong name of a field. Seen: kubernetes-validate 1.37.0, which has the schemas of Kubernetes
# 1.37, with jsonschema 4.26.0; kubeconform 0.8.0 reads the same schemas. A generated CustomResourceDefinition is stricter:
# its quantities have a pattern.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv --without-pip env
pip3 --python env/bin/python install --quiet --no-cache-dir --disable-pip-version-check --only-binary :all: \
  kubernetes-validate==1.37.0 jsonschema==4.26.0 PyYAML==6.0.4
cat >values.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: "Not a name!"}
spec:
  containers:
    - name: a
      image: registry.example.com/a:1
      resources: {limits: {memory: much, cpu: half}}
      ports: [{containerPort: 99999}]
YAML
sed 's/image:/images:/' values.yaml >field.yaml
seen=""
for file in values.yaml field.yaml; do
  status=0
  env/bin/kubernetes-validate --kubernetes-version 1.37 --strict "$file" || status=$?
  seen+="$file: $status; "
done
echo "$seen"
[ "$seen" = "values.yaml: 0; field.yaml: 1; " ] || { echo "changed: wrong values are found, or a wrong field is not" >&2; exit 1; }
