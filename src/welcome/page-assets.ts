import { readFile } from 'node:fs/promises';

const assets = new URL('./assets/', import.meta.url);
const read = new Map<string, Promise<string>>();

/** A file of the pages, read from disk once. */
export function pageAsset(name: 'welcome.css' | 'welcome.js'): Promise<string> {
  const text = read.get(name) ?? readFile(new URL(name, assets), 'utf8');
  read.set(name, text);
  return text;
}
