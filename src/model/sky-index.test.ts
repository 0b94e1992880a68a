import { describe, expect, it } from 'vitest';
import { cellColumn, coverColumn } from './sky-index.ts';

describe('names of hidden columns', () => {
  it('are told from published names by their dots, and from each other by the columns', () => {
    expect(cellColumn('RA', 'Dec')).toBe('ra.dec.cell');
    expect(coverColumn('s_region')).toBe('s_region.cover');
  });

  it('fit into the 63 bytes of a name, and stay different where they are cut', () => {
    const long = 'x'.repeat(60);
    const names = [cellColumn(`${long}a`, 'dec'), cellColumn(`${long}b`, 'dec'), coverColumn(`é${'é'.repeat(30)}`)];
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    expect(new Set(names).size).toBe(3);
    expect(names[2]).not.toContain('\uFFFD');
  });
});
