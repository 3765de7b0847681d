import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from '../../src-renderer/app/Toasts.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a toast', () => {
  it('that is held stays when its time is over, without the undo that is over too', () => {
    const toasts = new Toasts();
    const undo = vi.fn(() => Promise.resolve());
    toasts.show({ text: 'Deleted', duration: 10_000, undo });
    const shown = toasts.current?.id;
    toasts.hold(true);
    vi.advanceTimersByTime(9_999);
    expect(toasts.current?.undo).toBe(undo);
    vi.advanceTimersByTime(1);
    expect(toasts.current).toMatchObject({ id: shown, text: 'Deleted', undo: null });
    expect(toasts.undo()).toBe(false);
    expect(undo).not.toHaveBeenCalled();
    toasts.hold(false);
    expect(toasts.current).toBeNull();
  });

  it('of a newer version comes once, and never in the place of what can be undone', () => {
    const toasts = new Toasts();
    toasts.show({ text: 'Deleted', duration: 10_000, undo: () => Promise.resolve() });
    toasts.showOnce('Version 2');
    expect(toasts.current?.text).toBe('Deleted');
    toasts.dismiss();
    toasts.showOnce('Version 2');
    expect(toasts.current?.text).toBe('Version 2');
    toasts.dismiss();
    toasts.showOnce('Version 2');
    expect(toasts.current).toBeNull();
  });
});
