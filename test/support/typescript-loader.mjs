// Lets plain Node run the project's TypeScript where Jest's transform does not reach: its global set-up, and
// the child processes of tests (`node --import ./test/support/typescript-loader.mjs FILE.ts`).
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
