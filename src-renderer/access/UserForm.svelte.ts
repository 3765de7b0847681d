import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import { accountFaultIn, failureText } from '../app/failureText';
import { emailFault, passwordFault, usernameFault } from './accountFaults';

const fields = ['email', 'username', 'password'] as const;
type UserField = (typeof fields)[number];

/** What stands in the fields at the moment; looked at and not kept. */
type Typed = Readonly<Record<UserField, string>>;

/** What is wrong with the fields of New User, in words; what is typed stays in the fields. */
export class UserForm {
  #texts = $state.raw<Partial<Record<UserField, string>>>({});

  /** The fault of a field; null when there is none on show. */
  text(field: UserField): string | null {
    return this.#texts[field] ?? null;
  }

  /** The first field with a fault on show. */
  get firstFault(): UserField | null {
    return fields.find((field) => this.text(field) !== null) ?? null;
  }

  /** Shows every fault; true when there is none. */
  check(input: Typed): boolean {
    this.#texts = {};
    for (const field of fields) this.#look(field, input);
    return this.firstFault === null;
  }

  /** Once a fault is on show it is looked at again with every key. */
  typed(field: UserField, input: Typed): void {
    for (const shown of fields) {
      if (this.text(shown) !== null && (shown === field || shown === 'password')) this.#look(shown, input);
    }
  }

  /** An empty field is not a fault before Save: one may have only walked by. */
  left(field: UserField, input: Typed): void {
    if (input[field] !== '') this.#look(field, input);
  }

  /** Takes what the service found wrong; false when it is about none of the fields. */
  refuse(failure: Failure): boolean {
    this.#texts = {};
    if (failure.rule === 'email_taken') this.#set('email', failureText(failure));
    if (failure.rule === 'username_taken') this.#set('username', failureText(failure));
    for (const field of fields) {
      const fault = accountFaultIn(failure, field);
      if (fault !== null) this.#set(field, texts.errors.accountFaults[fault]);
    }
    return this.firstFault !== null;
  }

  #look(field: UserField, input: Typed): void {
    const { email, username, password } = input;
    const fault =
      field === 'email'
        ? emailFault(email)
        : field === 'username'
          ? usernameFault(username)
          : passwordFault(password, { name: username, email });
    this.#set(field, fault === null ? null : texts.errors.accountFaults[fault]);
  }

  #set(field: UserField, text: string | null): void {
    const { [field]: _, ...others } = this.#texts;
    this.#texts = text === null ? others : { ...others, [field]: text };
  }
}
