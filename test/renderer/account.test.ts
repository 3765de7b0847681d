import { describe, expect, it } from 'vitest';
import { emailFault, passwordFault, usernameFault } from '../../src-renderer/access/accountFaults';
import { signInFailure } from '../../src-renderer/access/signInFailure';
import { UserForm } from '../../src-renderer/access/UserForm.svelte';
import { accountFaultIn, failureText } from '../../src-renderer/app/failureText';
import { brokenKeyRules, keyRules } from '../../src-renderer/settings/encryptionKeyRules';
import { keychainName } from '../../src-renderer/settings/keychainName';
import { nextItem, TypeAhead } from '../../src-renderer/ui/menuKeys';
import { phoenixSecretFaults } from '../../src-main/settings/phoenix-secret';
import { contract } from '../../src-shared/contract';
import { texts } from '../../src-shared/texts';

const faults = texts.errors.accountFaults;

describe('account data', () => {
  const owner = { name: 'Marta', email: 'marta@acme.example' };

  it('is held to the rules of the service', () => {
    expect(passwordFault('1234567', owner)).toBe('password_too_short');
    expect(passwordFault('12345678', owner)).toBeNull();
    expect(passwordFault('x'.repeat(1001), owner)).toBe('password_too_long');
    expect(passwordFault('MARTA@acme.example', owner)).toBe('password_is_name');
    expect(passwordFault('martamarta', { ...owner, name: ' MartaMarta ' })).toBe('password_is_name');
    expect(usernameFault('  ')).toBe('name_empty');
    expect(usernameFault('x'.repeat(101))).toBe('name_too_long');
    expect(usernameFault(' marta ')).toBeNull();
  });

  it('takes the emails that the contract takes', () => {
    const parse = (email: string) =>
      contract.access.createUser.input.safeParse({
        email,
        username: 'u',
        password: '12345678',
        role: 'VIEWER',
      }).success;
    for (const email of ['a@b.c', ' a@b.c ', 'a@b', '', 'a b@c.d', 'a@@b.c', 'admin@localhost', 'ä@ö.ü']) {
      expect(emailFault(email) === null, email).toBe(parse(email));
    }
  });
});

describe('the form of a new user', () => {
  const right = { email: 'a@b.c', username: 'ann', password: 'long-enough' };

  it('names each fault, first field first, and looks again while one types', () => {
    const form = new UserForm();
    expect(form.check({ email: '', username: '', password: '' })).toBe(false);
    expect(form.firstFault).toBe('email');
    expect(form.text('password')).toBe(faults.password_too_short);
    form.typed('email', { ...right, username: '' });
    expect(form.text('email')).toBeNull();
    expect(form.firstFault).toBe('username');
    expect(form.check(right)).toBe(true);
  });

  it('is not strict about a field that was only passed', () => {
    const form = new UserForm();
    form.left('email', { ...right, email: '' });
    expect(form.firstFault).toBeNull();
    form.left('password', { ...right, password: 'a@b.c' });
    expect(form.text('password')).toBe(faults.password_too_short);
  });

  it('puts what the service refused to its field', () => {
    const form = new UserForm();
    expect(form.refuse({ code: 'conflict', message: '', rule: 'username_taken' })).toBe(true);
    expect(form.firstFault).toBe('username');
    expect(form.refuse({ code: 'conflict', message: '', rule: 'last_admin' })).toBe(false);
    const issues = [{ path: ['password'], rule: 'password_is_name' }];
    expect(form.refuse({ code: 'invalid_input', message: '', issues })).toBe(true);
    expect(form.text('password')).toBe(faults.password_is_name);
  });
});

describe('a failure in words', () => {
  it('says the broken rule where it knows one', () => {
    const conflict = (rule: string) => failureText({ code: 'conflict', message: '', rule });
    expect(conflict('last_admin')).toContain('last Admin');
    expect(conflict('unheard_of')).toBe(texts.errors.failures.conflict);
    const issues = [{ path: ['newPassword'], rule: 'password_unchanged' }];
    const failure = { code: 'invalid_input', message: '', issues } as const;
    expect(accountFaultIn(failure, 'newPassword')).toBe('password_unchanged');
    expect(accountFaultIn(failure, 'other')).toBeNull();
    const odd = [{ path: ['newPassword'], rule: 'toString' }];
    expect(accountFaultIn({ ...failure, issues: odd }, 'newPassword')).toBeNull();
  });

  it('counts down to the next try at the sign-in', () => {
    const wait = { code: 'try_again_later', message: '', retryAfterSeconds: 30 } as const;
    expect(failureText(wait)).toBe('Try again in 30 seconds.');
    expect(signInFailure(wait, 0, 0)).toEqual({ text: 'Try again in 30 seconds', waiting: true });
    expect(signInFailure(wait, 0, 29_000)?.text).toBe('Try again in 1 second');
    expect(signInFailure(wait, 0, 30_000)).toBeNull();
    const wrong = { code: 'wrong_credentials', message: '' } as const;
    expect(signInFailure(wrong, 0, 1)).toEqual({ text: 'Email or password is wrong.', waiting: false });
  });
});

describe('the rules of an encryption key', () => {
  it('are those of the service', () => {
    const good = 'k7v2m9q4x1t8c5n3b6w0r2d7h4j9s1f5';
    const samples = [
      good,
      ` ${good}\n`,
      '',
      'short1',
      good.toUpperCase(),
      'x'.repeat(40),
      `${good} x`,
      `${good}ä`,
    ];
    for (const sample of samples) {
      const broken = new Set(phoenixSecretFaults(sample.trim()));
      expect(brokenKeyRules(sample).length === 0, sample).toBe(broken.size === 0);
      for (const rule of ['secret_too_short', 'secret_digit', 'secret_lower_case'] as const) {
        if (!broken.has('secret_empty')) expect(brokenKeyRules(sample).includes(rule)).toBe(broken.has(rule));
      }
    }
    expect(brokenKeyRules('')).toEqual(keyRules);
  });

  it('and names of keychains are shown as people know them', () => {
    expect(keychainName('gnome_libsecret')).toBe('GNOME Keyring');
    expect(keychainName('constructor')).toBe('constructor');
  });
});

describe('keys in a menu', () => {
  it('go round', () => {
    expect(nextItem('ArrowDown', -1, 3)).toBe(0);
    expect(nextItem('ArrowDown', 2, 3)).toBe(0);
    expect(nextItem('ArrowUp', 0, 3)).toBe(2);
    expect(nextItem('ArrowUp', -1, 3)).toBe(2);
    expect(nextItem('Home', 1, 3)).toBe(0);
    expect(nextItem('End', 1, 3)).toBe(2);
    expect(nextItem('a', 1, 3)).toBeNull();
  });

  it('find items by their letters', () => {
    const labels = ['Local store', 'prod', 'production EU', 'staging', 'Add connection…'];
    const menu = new TypeAhead();
    expect(menu.next('p', labels, 0, 0)).toBe(1);
    expect(menu.next('p', labels, 1, 100)).toBe(2);
    expect(menu.next('p', labels, 2, 200)).toBe(1);
    const word = new TypeAhead();
    expect(word.next('s', labels, 0, 0)).toBe(3);
    expect(word.next('t', labels, 3, 100)).toBe(3);
    expect(word.next('x', labels, 3, 200)).toBeNull();
    // After a pause a new word begins.
    expect(word.next('A', labels, 3, 2_000)).toBe(4);
    expect(word.next('Enter', labels, 3, 3_000)).toBeNull();
    expect(word.next(' ', ['a b'], 0, 9_000)).toBeNull();
  });
});
