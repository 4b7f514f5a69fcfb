/**
 * The keys of the file: one class a block, with its keys, its reading and its writing.
 *
 * <p>A block defines its {@link Key}s once: name, type, default and help. The schema and the reference are made
 * of them. To read, a {@link BlockReader} checks the keys of a mapping and gives the block their values; to write, a
 * {@link YamlSection} takes the values by their keys. What one value must be belongs to its type; what several keys must be
 * together belongs to the block.
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
 * <p>A new key: a constant in its block and in the list of the block's keys, one line each in the block's reading and
 * writing, a row in {@code bad-configurations.txt} for each mistake, then {@code mvn test -Dgenerate}.
 */
@NullMarked
package dev.websocketexporter.config.blocks;

import org.jspecify.annotations.NullMarked;
