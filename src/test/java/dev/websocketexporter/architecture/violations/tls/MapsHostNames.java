package dev.websocketexporter.architecture.violations.tls;

/** Host names are mapped in one place. */
record MapsHostNames(com.ibm.icu.text.IDNA idna) {}
