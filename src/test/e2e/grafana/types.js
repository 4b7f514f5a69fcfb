'use strict';

// Holds the dashboards against the types that Grafana publishes: of a dashboard, and of the options and fields of each kind
// of panel in use. Of queries to Prometheus it publishes none. Says what does not fit, a line each, and exits 1.
const fs = require('fs');
const path = require('path');
const ts = require('typescript');

const raw = '@grafana/schema/dist/types/raw';
const kinds = {
  heatmap: ['heatmap', 'Heatmap'],
  stat: ['stat', 'Stat'],
  'state-timeline': ['statetimeline', 'StateTimeline'],
  table: ['table', 'Table'],
  timeseries: ['timeseries', 'TimeSeries'],
};

const ofPrometheus = ['expr', 'tagKeys', 'textFormat', 'titleFormat', 'useValueForTime'];

const head = Object.values(kinds)
  .map(([folder, name]) => `import type * as ${folder} from '${raw}/composable/${folder}/panelcfg/x/types.gen';`)
  .concat(
    `import type { Dashboard } from '${raw}/dashboard/x/types.gen';`,
    // JSON has the text of an enumeration where TypeScript wants its member.
    'type Plain<T> = T extends string ? `${T}` : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;'
  );

const lines = (file) => {
  const dashboard = JSON.parse(fs.readFileSync(file, 'utf8'));
  // What an annotation asks Prometheus is Prometheus' own, and not in the types.
  dashboard.annotations.list.forEach((annotation) => ofPrometheus.forEach((field) => delete annotation[field]));
  const checks = [['the dashboard', 'Dashboard', dashboard]];
  for (const panel of dashboard.panels.filter(({ type }) => type !== 'row')) {
    const kind = (kinds[panel.type] || [`no_types_for_${panel.type}`])[0];
    checks.push([`${panel.title}, options`, `${kind}.Options`, panel.options]);
    if (panel.fieldConfig.defaults.custom) {
      checks.push([`${panel.title}, custom`, `Partial<${kind}.FieldConfig>`, panel.fieldConfig.defaults.custom]);
    }
  }
  return checks.map(([what, type, value], i) => ({
    what,
    text: `export const value${i}: Plain<${type}> = ${JSON.stringify(value)};`,
  }));
};

const wrong = [];
const sources = process.argv.slice(2).map((file) => {
  const checks = lines(file);
  const source = path.join(__dirname, `${path.basename(file, '.json')}.ts`);
  fs.writeFileSync(source, head.concat(checks.map(({ text }) => text)).join('\n'));
  return { file, checks, source };
});
const program = ts.createProgram(
  sources.map(({ source }) => source),
  { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10, noEmit: true, skipLibCheck: true, strict: true, types: [] }
);
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const at = sources.find(({ source }) => diagnostic.file && path.resolve(diagnostic.file.fileName) === source);
  const line = at ? ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start).line - head.length : -1;
  const where = at && line >= 0 ? `${at.file}: ${at.checks[line].what}` : 'types';
  wrong.push(`${where}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`);
}
console.log(wrong.join('\n'));
process.exitCode = wrong.length > 0 ? 1 : 0;
