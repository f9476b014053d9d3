import { settingDescriptions } from '../platform/config/settings.js';

/** The settings as the end of `rochdale --help`: name, meaning, and what holds when it is absent. */
export function settingsHelp(): string {
  const width = Math.max(...settingDescriptions.map(({ name }) => name.length));
  const lines = settingDescriptions.map(({ name, meaning, fallback }) => {
    const otherwise = fallback === null ? '' : ` (default: ${fallback})`;
    return `  ${name.padEnd(width)}  ${meaning}${otherwise}`;
  });
  return ['', 'Settings (environment variables):', ...lines].join('\n');
}
