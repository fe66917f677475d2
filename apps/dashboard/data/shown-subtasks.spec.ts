import { describe, expect, it } from 'vitest';
import { shownSubtasks, subtasksAtOnce } from './shown-subtasks.ts';
import { subtaskOf } from './testing/record-builders.ts';

const wide = Array.from({ length: 128 }, (_, index) => subtaskOf({ index, endToEndDuration: (index * 7) % 128 }));

describe('shownSubtasks', () => {
  it('shows all of a narrow operator in their order', () => {
    const narrow = wide.slice(0, subtasksAtOnce);
    expect(shownSubtasks(narrow, 'folded')).toEqual(narrow);
  });

  it('shows the slowest of a wide one, the slowest first, until all are asked for', () => {
    expect(shownSubtasks(wide, 'folded').map((subtask) => subtask.endToEndDuration)).toEqual([
      127, 126, 125, 124, 123, 122, 121, 120,
    ]);
    expect(shownSubtasks(wide, 'all')).toEqual(wide);
  });
});
