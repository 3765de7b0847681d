import { counted, plural } from './intl';

export const users = {
  title: 'Users',
  newUser: 'New User',
  table: 'Users',
  intro: 'Only admins see and change secrets. Members and viewers see General and their own API keys.',
  introOff: 'Sign-in is off: nobody is asked for a password until PHOENIX_ENABLE_AUTH=true is set.',
  columns: { user: 'User', role: 'Role', password: 'Password', added: 'Added', actions: 'Actions' },
  you: 'You',
  role: (name: string) => `Role of ${name}`,
  passwordSet: 'Set',
  passwordDue: 'To be changed',
  passwordDueTip: 'It has to be changed at the next sign-in',
  resetPassword: (name: string) => `Reset password of ${name}`,
  resetPasswordTip: 'Reset password',
  delete: (name: string) => `Delete ${name}`,
  deleteTip: 'Delete',
  loadFailed: 'Can’t read the users.',
  roleNotChanged: 'Role not changed.',
  roleChanged: (name: string, role: string) => `Role of ${name}: ${role}`,

  form: {
    email: 'Email',
    emailHint: 'It is what one signs in with.',
    username: 'Username',
    usernameHint: 'Others see it beside what this user changes.',
    password: 'Password',
    passwordHint: 'At least 8 characters. It has to be changed at the first sign-in.',
    role: 'Role',
    roleHints: {
      ADMIN: 'Sees and changes secrets, users and system API keys.',
      MEMBER: 'Sees General and their own API keys.',
      VIEWER: 'Sees General and their own API keys.',
    },
  },

  reset: {
    title: (name: string) => `Reset password of ${name}`,
    text: 'They are signed out at once. Give them the new password: it is shown nowhere later.',
    hint: 'At least 8 characters. It has to be changed at the next sign-in.',
    done: (name: string) => `Password of ${name} reset`,
  },

  deleteDialog: {
    title: (name: string) => `Delete ${name}?`,
    secrets: (count: number) =>
      `${counted(count, 'secret', 'secrets')} ${plural(count, 'stays', 'stay')}, without an owner.`,
    apiKeys: (count: number) =>
      `${counted(count, 'API key', 'API keys')} ${plural(count, 'stops', 'stop')} working at once.`,
    signedOut: 'They are signed out.',
    final: 'This can’t be undone.',
    deleted: (name: string) => `Deleted ${name}`,
  },
};
