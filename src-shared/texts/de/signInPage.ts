import type { SignInPage } from '../en/signInPage';

export const signInPage: SignInPage = {
  done: {
    title: 'Zurück zu Phoenix Secrets',
    text: 'Diese Seite kann geschlossen werden. In Phoenix Secrets geht es weiter.',
  },
  brokenOff: {
    title: 'Nicht angemeldet',
    text: 'Die Anmeldung wurde abgebrochen. Diese Seite kann geschlossen werden.',
  },
  refused: {
    title: 'Nicht erwartet',
    text: 'Phoenix Secrets wartet nicht mehr auf diese Anmeldung. Dort neu beginnen.',
  },
};
