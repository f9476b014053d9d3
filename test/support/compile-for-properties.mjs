import { compiledOnce } from './compiled-once.mjs';

export default function setUp() {
  compiledOnce();
}
