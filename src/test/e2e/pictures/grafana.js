// Grafana's own rules for units, thresholds, mappings, overrides and transformations (its package @grafana/data), set up
// for the dark theme. What is drawn with them is our own: Grafana's panels are in no package.
import {
  applyFieldOverrides,
  createTheme,
  Registry,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from '@grafana/data';

export const theme = createTheme({colors: {mode: 'dark'}});

// Some are listed under an older name too.
standardTransformersRegistry.setInit(() => {
  const byId = new Map(Object.values(standardTransformers).map(transformation => [transformation.id, transformation]));
  return [...byId.values()].map(transformation => ({
    id: transformation.id,
    name: transformation.name,
    transformation: () => transformation,
  }));
});

// JSON has no infinity: the lowest threshold is saved as null.
function withInfinity(key, value) {
  return key === 'steps' && Array.isArray(value)
    ? value.map(step => ({...step, value: step.value ?? -Infinity}))
    : value;
}

export function fieldConfig(panel) {
  const thresholds = (key, value) => withInfinity(key, value);
  return JSON.parse(JSON.stringify(panel.fieldConfig), thresholds);
}

// Every setting that the panel names, in the form in which applyFieldOverrides looks settings up.
function settings(config) {
  const standard = Object.keys(config.defaults).filter(name => name !== 'custom');
  const custom = Object.keys(config.defaults.custom ?? {}).map(name => `custom.${name}`);
  const overridden = config.overrides.flatMap(override => override.properties.map(property => property.id));
  return new Registry(() =>
    [...new Set([...standard, ...custom, ...overridden])].map(id => ({
      id,
      name: id,
      path: id.replace(/^custom\./, ''),
      isCustom: id.startsWith('custom.'),
      process: value => value,
      shouldApply: () => true,
    })),
  );
}

export function configured(panel, frames, replaceVariables) {
  const config = fieldConfig(panel);
  return applyFieldOverrides({
    data: frames,
    fieldConfig: config,
    fieldConfigRegistry: settings(config),
    replaceVariables,
    theme,
    timeZone: 'utc',
  });
}

export function transformed(panel, frames) {
  for (const {id} of panel.transformations ?? []) {
    if (!standardTransformersRegistry.getIfExists(id)) {
      throw new Error(`the transformation "${id}" is unknown`);
    }
  }
  return new Promise((resolve, reject) =>
    transformDataFrame(panel.transformations ?? [], frames).subscribe({next: resolve, error: reject}),
  );
}
