import { describe, expect, test } from 'vitest';
import { COPY_HEADER, COPY_TRAILER, encodeRows } from './copy-binary.ts';

describe('rows in binary COPY', () => {
  test('header and trailer are those of the PostgreSQL manual', () => {
    expect(COPY_HEADER.toString('hex')).toBe('5047434f50590aff0d0a000000000000000000');
    expect(COPY_TRAILER.toString('hex')).toBe('ffff');
  });

  test('every kind of cell, and NULL', () => {
    const rows = encodeRows(
      [
        { kind: 'boolean', values: Uint8Array.of(1, 0), nulls: undefined },
        { kind: 'short', values: Int16Array.of(-2, 0), nulls: Uint8Array.of(0, 1) },
        { kind: 'int', values: Int32Array.of(7, 8), nulls: undefined },
        { kind: 'long', values: BigInt64Array.of(-1n, 2n), nulls: undefined },
        { kind: 'float', values: Float32Array.of(1.5, 0), nulls: undefined },
        { kind: 'double', values: Float64Array.of(-2, 0), nulls: undefined },
        { kind: 'text', values: ['é', null] },
      ],
      2,
    );
    const first = [
      '0007',
      '00000001',
      '01',
      '00000002',
      'fffe',
      '00000004',
      '00000007',
      '00000008',
      'ffffffffffffffff',
      '00000004',
      '3fc00000',
      '00000008',
      'c000000000000000',
      '00000002',
      'c3a9',
    ];
    const second = [
      '0007',
      '00000001',
      '00',
      'ffffffff',
      '00000004',
      '00000008',
      '00000008',
      '0000000000000002',
      '00000004',
      '00000000',
      '00000008',
      '0000000000000000',
      'ffffffff',
    ];
    expect(rows.toString('hex')).toBe([...first, ...second].join(''));
  });

  test('arrays: one with a NULL in it, an empty one, NULL', () => {
    const items = { kind: 'short', values: Int16Array.of(1, 0, 3), nulls: Uint8Array.of(0, 1, 0) } as const;
    const rows = encodeRows(
      [{ kind: 'array', items, ends: Uint32Array.of(2, 2, 2, 3), nulls: Uint8Array.of(0, 0, 1, 0) }],
      4,
    );
    const oid = '00000015';
    const first = [
      '0001',
      '0000001e',
      '00000001',
      '00000001',
      oid,
      '00000002',
      '00000001',
      '00000002',
      '0001',
      'ffffffff',
    ].join('');
    const empty = ['0001', '0000000c', '00000000', '00000000', oid].join('');
    const missing = '0001ffffffff';
    const last = ['0001', '0000001a', '00000001', '00000000', oid, '00000001', '00000001', '00000002', '0003'].join('');
    expect(rows.toString('hex')).toBe(first + empty + missing + last);
  });
});
