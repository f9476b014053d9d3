// The runner of these projects lets a test that never ends wait for ever; here each test and hook gets its bound.
import { addEventHandler } from 'jest-circus';

const usualBoundMs = 120_000;

interface Step {
  fn?: (() => unknown) | undefined;
}

addEventHandler((event, { currentDescribeBlock }) => {
  if (event.name === 'add_test') bound(currentDescribeBlock.children.at(-1) as Step, event.timeout);
  if (event.name === 'add_hook') bound(currentDescribeBlock.hooks.at(-1) as Step, event.timeout);
});

function bound(step: Step, milliseconds = usualBoundMs): void {
  const { fn } = step;
  if (!fn) return;
  step.fn = async () => {
    let timer: NodeJS.Timeout | undefined;
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
