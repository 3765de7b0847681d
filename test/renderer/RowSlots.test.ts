import { describe, expect, it } from 'vitest';
import { RowSlots } from '../../src-renderer/secrets/RowSlots';

const rows = (...keys: string[]) => keys.map((key) => ({ key }));

describe('RowSlots', () => {
  it('keeps the element of a row while others come and go', () => {
    const slots = new RowSlots();
    const [a, b] = [slots.of('A'), slots.of('B')];
    expect(slots.of('AA')).not.toBe(a);
    expect([slots.of('A'), slots.of('B')]).toEqual([a, b]);
  });

  it('hands elements over place by place', () => {
    const slots = new RowSlots();
    const before = ['A', 'B', 'C'].map((key) => slots.of(key));
    slots.handOver(rows('A', 'B', 'C'), rows('C', 'X'));
    expect([slots.of('C'), slots.of('X')]).toEqual(before.slice(0, 2));
  });

  it('never gives one element to two rows', () => {
    const slots = new RowSlots();
    const many = Array.from({ length: 200 }, (_, index) => `K${index}`);
    for (const key of many) slots.of(key);
    slots.handOver(rows(...many), rows(...many.toReversed()));
    expect(new Set(many.map((key) => slots.of(key))).size).toBe(many.length);
    slots.handOver(rows(), rows(...many));
    expect(new Set(many.map((key) => slots.of(key))).size).toBe(many.length);
  });
});
