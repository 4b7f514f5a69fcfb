/**
 * The keys of the file: one class a block, with its keys, its reading and its writing.
 *
 * <p>A block defines its {@link dev.websocketexporter.config.blocks.Key}s once: name, type, default and help. Reading,
 * writing, the schema and the reference are made from them. A {@link dev.websocketexporter.config.blocks.BlockReader} checks
 * the keys of a mapping and gives the block their values; a {@link dev.websocketexporter.config.blocks.YamlSection} does the
 * reverse. What one value must be belongs to its type; what several keys must be together belongs to the block.
 *
 * <pre>
 *   ModuleBlock                        modules.NAME
 *     WebSocketBlock                   websocket
 *       HttpBlock                      http_config
 *         CredentialsBlock, TlsBlock   basic_auth, authorization, oauth2; tls_config
 *       HeadersBlock                   headers, http_headers
 *       SuccessCriteriaBlock           valid_status_codes, fail_if_…
 *       ConversationBlock              query_response, heartbeat, close, attempts
 *         ScriptType, StepBlock        the steps
 *   TargetPolicyBlock                  target_policy
 * </pre>
 *
 * <p>A new key: a constant in its block, one line each in the block's reading and writing, a row in
 * {@code bad-configurations.txt} for each mistake, then {@code mvn test -Dgenerate}.
 */
@NullMarked
package dev.websocketexporter.config.blocks;

import org.jspecify.annotations.NullMarked;
