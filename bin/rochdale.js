#!/usr/bin/env node
// The package's own command. The program is compiled into dist/ by `npm run build` (also run by `npm ci`).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../dist/src/cli/rochdale.js', import.meta.url);
if (!existsSync(fileURLToPath(program))) {
  console.error('Rochdale is not built yet. Run: npm run build');
  process.exit(1);
}
await import(program.href);
