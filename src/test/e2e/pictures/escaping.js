// A value inside a string of PromQL; the second one inside a regular expression there.
export function prometheusRegularEscape(value) {
  return value.replace(/\\/g, '\\\\').replace(/'/g, "\\\\'");
}

export function prometheusSpecialRegexEscape(value) {
  return value.replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');
}
