/** The phase auth: header fields with credentials, and OAuth2 tokens. */
@NullMarked
package dev.websocketexporter.engine.auth;

import org.jspecify.annotations.NullMarked;
