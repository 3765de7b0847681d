import type { Texts } from '../en';
import { counted } from './intl';

export const users: Texts['users'] = {
  title: 'Benutzer',
  newUser: 'Neuer Benutzer',
  table: 'Benutzer',
  intro:
    'Nur Admins sehen und ändern Secrets. Members und Viewers sehen Allgemein und ihre eigenen API-Schlüssel.',
  introOff:
    'Die Anmeldung ist aus: Niemand wird nach einem Passwort gefragt, bis PHOENIX_ENABLE_AUTH=true gesetzt ist.',
  columns: { user: 'Benutzer', role: 'Rolle', password: 'Passwort', added: 'Seit', actions: 'Aktionen' },
  you: 'Eigenes Konto',
  role: (name) => `Rolle von ${name}`,
  passwordSet: 'Festgelegt',
  passwordDue: 'Zu ändern',
  passwordDueTip: 'Bei der nächsten Anmeldung muss es geändert werden',
  resetPassword: (name) => `Passwort von ${name} zurücksetzen`,
  resetPasswordTip: 'Passwort zurücksetzen',
  delete: (name) => `${name} löschen`,
  deleteTip: 'Löschen',
  loadFailed: 'Die Benutzer lassen sich nicht lesen.',
  roleNotChanged: 'Rolle nicht geändert.',
  roleChanged: (name, role) => `Rolle von ${name}: ${role}`,

  form: {
    email: 'E-Mail',
    emailHint: 'Damit meldet man sich an.',
    username: 'Benutzername',
    usernameHint: 'Andere sehen ihn neben dem, was dieser Benutzer ändert.',
    password: 'Passwort',
    passwordHint: 'Mindestens 8 Zeichen. Bei der ersten Anmeldung muss es geändert werden.',
    role: 'Rolle',
    roleHints: {
      ADMIN: 'Sieht und ändert Secrets, Benutzer und API-Schlüssel des Systems.',
      MEMBER: 'Sieht Allgemein und die eigenen API-Schlüssel.',
      VIEWER: 'Sieht Allgemein und die eigenen API-Schlüssel.',
    },
  },

  reset: {
    title: (name) => `Passwort von ${name} zurücksetzen`,
    text: 'Der Benutzer wird sofort abgemeldet und braucht das neue Passwort: Es wird später nirgends angezeigt.',
    hint: 'Mindestens 8 Zeichen. Bei der nächsten Anmeldung muss es geändert werden.',
    done: (name) => `Passwort von ${name} zurückgesetzt`,
  },

  deleteDialog: {
    title: (name) => `${name} löschen?`,
    secrets: (count) => `${counted(count, 'Secret bleibt', 'Secrets bleiben')}, ohne Besitzer.`,
    apiKeys: (count) =>
      `${counted(count, 'API-Schlüssel gilt', 'API-Schlüssel gelten')} ab sofort nicht mehr.`,
    signedOut: 'Der Benutzer wird abgemeldet.',
    final: 'Das lässt sich nicht rückgängig machen.',
    deleted: (name) => `${name} gelöscht`,
  },
};
