import { settingDescriptions } from '../platform/config/settings.js';
import { settingsHelp } from './settings-help.js';

describe('the help of the command', () => {
  it('shows every setting on a line of its own, with what holds when it is absent', () => {
    const lines = settingsHelp().split('\n');
    for (const { name, fallback } of settingDescriptions) {
      const line = lines.find((candidate) => candidate.startsWith(`  ${name} `));
      expect(line).toBeDefined();
      expect(line?.endsWith(`(default: ${fallback})`)).toBe(fallback !== null);
    }
  });
});
