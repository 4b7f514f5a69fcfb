/**
 * The pages for people: targets, one probe, modules. The exporter renders each so that it can be read without a script; in
 * a browser with one, the script keeps it true and adds what needs one, from the same JSON that the API serves.
 *
 * <pre>
 *   GET /         TargetsPage ── TargetRowHtml ── Drawings      targets.js, draw.js: the same rows
 *   GET /probes   ProbePage                                     probe.js, certificates.js
 *   GET /modules  ModulesPage ── KeyPlaces of the configuration
 *   GET /page/…   PageFiles                                     the script, the style, the icon
 * </pre>
 *
 * <p>What a target, a module or a server says is text, never markup: {@code Html} escapes everything it is given, the script
 * makes text nodes alone, and the security policy of {@code PageFrame} permits nothing inline.
 */
@NullMarked
package dev.websocketexporter.server.page;

import org.jspecify.annotations.NullMarked;
