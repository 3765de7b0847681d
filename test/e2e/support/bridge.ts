import type { Page } from '@playwright/test';

/** What an operation answers, as a script in the page sees it. */
export interface Answer<T = unknown> {
  readonly ok: boolean;
  readonly value: T;
  readonly error?: { readonly code: string; readonly rule?: string; readonly retryAfterSeconds?: number };
}

/** Calls an operation the way any script in the page could: past the page's own code. */
export function call<T = unknown>(page: Page, operation: string, input: unknown = {}): Promise<Answer<T>> {
  return page.evaluate(
    ([name, argument]) => {
      const [room = '', method = ''] = name.split('.');
      const { phoenix } = window as unknown as {
        phoenix: Record<string, Record<string, (input: unknown) => Promise<Answer<T>>>>;
      };
      const run = phoenix[room]?.[method];
      if (!run) throw new Error(`no ${name}`);
      return run(argument);
    },
    [operation, input] as const,
  );
}
