import { changeInLines } from './text-change.js';

const text = { title: 'Open on Sundays', body: 'From ten.\nUntil midnight.', effect: null };

describe('what changed in a proposal', () => {
  it('is told by the lines that went and came', () => {
    expect(changeInLines(text, { ...text, body: 'From ten.\nUntil ten at night.' })).toBe(
      '- Until midnight.\n+ Until ten at night.',
    );
  });
  it('names the title and the effect when they changed', () => {
    expect(
      changeInLines(
        { ...text, effect: 'Pays 100 €.' },
        { ...text, title: 'Open on Sundays until ten', effect: 'Pays 80 €.' },
      ),
    ).toBe(
      '- Title: Open on Sundays\n+ Title: Open on Sundays until ten\n- Effect: Pays 100 €.\n+ Effect: Pays 80 €.',
    );
  });
  it('is nothing between equal texts', () => {
    expect(changeInLines(text, { ...text })).toBeNull();
  });
});
