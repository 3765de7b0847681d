import { expect, type Locator, type Page } from '@playwright/test';
import type { UserRole } from '../../../src-shared/contract';
import { goTo } from './pages';
import type { Environment } from './program';

/** With sign-in; everything else as always. */
export const withSignIn: Environment = { PHOENIX_ENABLE_AUTH: 'true' };

/** A password is hashed for a good part of a second by design, and two tests at once share the machine. */
export const patient = { timeout: 15_000 };

export interface Person {
  readonly name: string;
  readonly email: string;
  /** The password that was given to them, good for one sign-in. */
  readonly given: string;
  /** The one that they set then. */
  readonly own: string;
}

export const admin: Person = {
  name: 'admin',
  email: 'admin@localhost',
  given: 'admin',
  own: 'own-password-of-the-admin',
};

export const personOf = (name: string): Person => ({
  name,
  email: `${name}@example.com`,
  given: `given-password-of-${name}`,
  own: `own-password-of-${name}`,
});

export const emailField = (page: Page): Locator => page.getByRole('textbox', { name: 'Email', exact: true });
export const passwordField = (page: Page): Locator => page.getByLabel('Password', { exact: true });
export const accountMenu = (page: Page): Locator => page.getByRole('button', { name: /^Account / });

/** Fills and sends the sign-in form. */
export async function sendSignIn(page: Page, email: string, password: string): Promise<void> {
  await emailField(page).fill(email);
  await passwordField(page).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The one message of a wrong pair. */
export async function expectWrongPair(page: Page): Promise<void> {
  await expect(page.getByRole('alert')).toContainText('Email or password is wrong.', patient);
}

export async function setFirstPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('Confirm new password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set password', exact: true }).click();
}

/** The first sign-in of a person, with the password that was given to them. */
export async function signInFirst(page: Page, person: Person): Promise<void> {
  await sendSignIn(page, person.email, person.given);
  await setFirstPassword(page, person.own);
  await expect(accountMenu(page)).toBeVisible(patient);
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await sendSignIn(page, person.email, person.own);
  await expect(accountMenu(page)).toBeVisible(patient);
}

export async function signOut(page: Page): Promise<void> {
  await accountMenu(page).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(emailField(page)).toBeVisible();
}

const roleNames: Record<UserRole, string> = { ADMIN: 'Admin', MEMBER: 'Member', VIEWER: 'Viewer' };

/** Invites a person on the Users page. */
export async function createUser(page: Page, person: Person, role: UserRole): Promise<void> {
  await goTo(page, 'Users');
  await page.getByRole('button', { name: 'New User' }).click();
  const dialog = page.getByRole('dialog', { name: 'New User' });
  await dialog.getByRole('textbox', { name: 'Email' }).fill(person.email);
  await dialog.getByRole('textbox', { name: 'Username' }).fill(person.name);
  await dialog.getByLabel('Password', { exact: true }).fill(person.given);
  await dialog.getByRole('radiogroup', { name: 'Role' }).getByText(roleNames[role], { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden(patient);
}

export const userRow = (page: Page, person: Person): Locator =>
  page.getByRole('row').filter({ hasText: person.email });
