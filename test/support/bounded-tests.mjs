// The runner of this project lets a test that never ends wait for ever; here each test and hook gets its bound.
import { addEventHandler } from 'jest-circus';
import { clearTimeout, setTimeout } from 'node:timers';

const usualBoundMs = 120_000;

addEventHandler((event, { currentDescribeBlock }) => {
  if (event.name === 'add_test') bound(currentDescribeBlock.children.at(-1), event.timeout);
  if (event.name === 'add_hook') bound(currentDescribeBlock.hooks.at(-1), event.timeout);
});

function bound(step, milliseconds = usualBoundMs) {
  const { fn } = step;
  if (!fn) return;
  step.fn = async () => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${milliseconds} ms`)), milliseconds);
    });
    try {
      await Promise.race([fn(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
