# Targets from Gateway API: every host and path of the HTTPRoutes that have the label `probe: websocket`, in the form of
# Prometheus' file_sd, for the exporter's target_files or for Prometheus itself. Neither Prometheus nor its operator discovers
# HTTPRoutes.
#
#     kubectl get gateways,httproutes --all-namespaces --output json | jq -f httproutes.jq > targets/httproutes.json
#
# Left out is what has no one URL: wildcard hosts, paths that are regular expressions, rules that redirect. A host that has a
# listener with TLS is probed there alone, since the one without usually redirects. An annotation `probe-module` names the
# module; without it, it is `websocket`.

# Whether a route's host is among those of a listener, which may have none or a wildcard.
def within($listener): ($listener | not) or . == $listener or (($listener | startswith("*.")) and endswith($listener[1:]));

# The listeners of a route, each with the hosts that the route has there.
def attached($gateways): . as $route
  | .spec.parentRefs[]?
  | select((.kind // "Gateway") == "Gateway")
  | . as $parent
  | $gateways[]
  | select(.metadata.name == $parent.name and .metadata.namespace == ($parent.namespace // $route.metadata.namespace))
  | .spec.listeners[]
  | select($parent.sectionName == null or .name == $parent.sectionName)
  | select($parent.port == null or .port == $parent.port)
  | select(.protocol == "HTTP" or .protocol == "HTTPS")
  | . as $listener
  | ($route.spec.hostnames // [.hostname // empty])[]
  | select((startswith("*") | not) and within($listener.hostname))
  | {host: ., tls: ($listener.protocol == "HTTPS"), port: $listener.port};

# The paths that a route serves itself.
def paths: .spec.rules // [{}]
  | map(select(any(.filters[]?; .type == "RequestRedirect") | not) | (.matches // [{}])[] | .path // {})
  | map(select(.type != "RegularExpression") | .value // "/")
  | unique[];

[.items[] | select(.kind == "Gateway")] as $gateways
| [
    .items[]
    | select(.kind == "HTTPRoute" and .metadata.labels.probe == "websocket")
    | . as $route
    | [attached($gateways)]
    | group_by(.host)
    | map(if any(.tls) then map(select(.tls)) else . end | unique[])
    | map(if .tls then "wss://\(.host)\(if .port == 443 then "" else ":\(.port)" end)"
          else "ws://\(.host)\(if .port == 80 then "" else ":\(.port)" end)" end)
    | map(. + ($route | paths))
    | select(length > 0)
    | {
        targets: .,
        labels: ({namespace: $route.metadata.namespace, httproute: $route.metadata.name}
          + ($route.metadata.annotations["probe-module"] // null | if . then {__param_module: .} else {} end))
      }
  ]
