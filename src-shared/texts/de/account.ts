import type { Texts } from '../en';
import { counted } from './intl';

export const account: Texts['account'] = {
  signInTitle: 'Bei Phoenix Secrets anmelden',
  pageTitle: 'Anmelden',
  email: 'E-Mail',
  password: 'Passwort',
  reveal: 'Anzeigen',
  hide: 'Verbergen',
  signIn: 'Anmelden',
  signingIn: 'Anmeldung läuft…',
  emailEmpty: 'E-Mail-Adresse eingeben.',
  passwordEmpty: 'Passwort eingeben.',
  unknown: 'Es lässt sich nicht feststellen, wer angemeldet ist.',

  ended: {
    idle: (minutes) => `Nach ${counted(minutes, 'Minute', 'Minuten')} ohne Eingabe gesperrt`,
    idleUnknown: 'Nach einiger Zeit ohne Eingabe gesperrt',
    locked: 'Mit dem Bildschirm gesperrt',
    changed: 'Das Konto wurde geändert. Erneut anmelden.',
  },

  first: {
    title: 'Passwort festlegen',
    text: 'Das Passwort der Anmeldung hat jemand anderes vergeben. Jetzt eines festlegen, das sonst niemand kennt.',
    save: 'Passwort festlegen',
  },
  newPassword: 'Neues Passwort',
  confirmPassword: 'Neues Passwort bestätigen',
  newPasswordRules: 'Mindestens 8 Zeichen, weder der Benutzername noch die E-Mail-Adresse.',

  menu: (name) => `Konto ${name}`,
  changePassword: 'Passwort ändern…',
  signOut: 'Abmelden',
  signOutFailed: 'Nicht abgemeldet.',

  change: {
    title: 'Passwort ändern',
    text: 'In anderen Fenstern, in denen dieses Konto angemeldet ist, ist eine neue Anmeldung nötig.',
    current: 'Aktuelles Passwort',
    wrongCurrent: 'Das ist nicht das aktuelle Passwort.',
    changed: 'Passwort geändert',
  },

  roleNeeded: {
    fact: 'Secrets erfordern die Rolle Admin.',
    text: (role) =>
      `Angemeldet mit der Rolle ${{ ADMIN: 'Admin', MEMBER: 'Member', VIEWER: 'Viewer' }[role]}. Ein Admin kann sie ändern.`,
  },
};
