// Tests run as native ES modules in plain Node, TypeScript through SWC: without Jest's sandbox, in which every spec file
// loads the whole product again and arithmetic takes twice as long. Spec files of one worker share their modules.

// For `--runInBand` here, and for the workers by their environment.
import './test/support/typescript-loader.mjs';

const loader = new URL('./test/support/typescript-loader.mjs', import.meta.url).href;
const options = process.env.NODE_OPTIONS ?? '';
if (!options.includes(loader))
  process.env.NODE_OPTIONS = `${options} --enable-source-maps --import ${loader}`.trim();

const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  runner: 'jest-light-runner',
  setupFilesAfterEnv: ['<rootDir>/test/support/bounded-tests.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

export default {
  maxWorkers: 2,
  // `npm test` says what failed and how many there were; a single spec names its tests.
  reporters: process.argv.includes('--silent') ? [['summary', { summaryThreshold: 0 }]] : ['default'],
  projects: [
    {
      ...shared,
      displayName: 'rules',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/architecture/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'properties',
      testMatch: ['<rootDir>/test/properties/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/compiled-once.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
    {
      ...shared,
      displayName: 'database',
      testMatch: ['<rootDir>/test/integration/**/*.spec.ts', '<rootDir>/test/e2e/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
