import type { Translation } from '../translation';

/** What the system's browser shows when it comes back from a sign-in. */
export const signInPage = {
  done: {
    title: 'Back to Phoenix Secrets',
    text: 'You can close this page. Phoenix Secrets goes on.',
  },
  brokenOff: {
    title: 'Not signed in',
    text: 'The sign-in was broken off. You can close this page.',
  },
  refused: {
    title: 'Not expected',
    text: 'Phoenix Secrets does not wait for this sign-in any more. Start it again there.',
  },
};

export type SignInPage = Translation<typeof signInPage>;
