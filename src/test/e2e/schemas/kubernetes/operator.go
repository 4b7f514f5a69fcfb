// Package schemas exists so that go.mod keeps the resources of prometheus-operator, from which controller-gen makes schemas.
package schemas

import _ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
