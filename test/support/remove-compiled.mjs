export { removeCompiled as default } from './compiled-once.mjs';
