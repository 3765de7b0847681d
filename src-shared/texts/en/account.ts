import { counted } from './intl';

/** Signing in and out, and one's own password. */
export const account = {
  signInTitle: 'Sign in to Phoenix Secrets',
  pageTitle: 'Sign in',
  email: 'Email',
  password: 'Password',
  reveal: 'Reveal',
  hide: 'Hide',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  emailEmpty: 'Type your email.',
  passwordEmpty: 'Type your password.',
  unknown: 'Can’t tell who is signed in.',

  /** Why one has to sign in again. */
  ended: {
    idle: (minutes: number) => `Locked after ${counted(minutes, 'minute', 'minutes')} without input`,
    idleUnknown: 'Locked after some time without input',
    locked: 'Locked with the screen',
    changed: 'Your account was changed. Sign in again.',
  },

  first: {
    title: 'Set a password',
    text: 'The one you signed in with was given to you. Set one that only you know.',
    save: 'Set password',
  },
  newPassword: 'New password',
  confirmPassword: 'Confirm new password',
  newPasswordRules: 'At least 8 characters, and neither the username nor the email.',

  menu: (name: string) => `Account ${name}`,
  changePassword: 'Change password…',
  signOut: 'Sign out',
  signOutFailed: 'Not signed out.',

  change: {
    title: 'Change password',
    text: 'Other windows where you are signed in have to sign in again.',
    current: 'Current password',
    wrongCurrent: 'That is not your current password.',
    changed: 'Password changed',
  },

  roleNeeded: {
    fact: 'Secrets need the Admin role.',
    text: (role: 'ADMIN' | 'MEMBER' | 'VIEWER') =>
      `You are signed in as ${{ ADMIN: 'an Admin', MEMBER: 'a Member', VIEWER: 'a Viewer' }[role]}. Ask an admin to change your role.`,
  },
};
