import type { SignInWay } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { stripSpace } from '../../src-shared/rules';
import { texts } from '../../src-shared/texts';
import type { ConnectionFault } from '../../src-shared/texts/en/connections';
import { withScheme } from './serverPlace';

/** Fields of a connection that can be wrong, in the order in which they stand. */
export const connectionFields = [
  'url',
  'allowHttp',
  'name',
  'apiKey',
  'email',
  'password',
  'caFile',
] as const;
export type ConnectionField = (typeof connectionFields)[number];
export type ConnectionFaults = Partial<Record<ConnectionField, ConnectionFault>>;

/** What is read from its field when it is needed, and kept nowhere else. */
export interface Credentials {
  readonly apiKey: string;
  readonly password: string;
}

/** What a form knows that can be wrong. */
interface Typed {
  readonly url: string;
  readonly signIn: SignInWay;
  readonly email: string;
  readonly allowHttp: boolean;
  readonly needsYes: boolean;
  /** Credentials that are kept need not be typed again. */
  readonly keeps: boolean;
}

/** What can be seen to be wrong before anybody is asked. */
export function formFaults(form: Typed, { apiKey, password }: Credentials): ConnectionFaults {
  const faults: ConnectionFaults = {};
  if (stripSpace(form.url) === '') faults.url = 'url_empty';
  else if (!URL.canParse(withScheme(form.url))) faults.url = 'url_format';
  if (form.needsYes && !form.allowHttp) faults.allowHttp = 'http_needs_yes';
  if (form.signIn === 'api_key' && !form.keeps && stripSpace(apiKey) === '') faults.apiKey = 'api_key_empty';
  if (form.signIn === 'password') {
    if (stripSpace(form.email) === '') faults.email = 'email_empty';
    if (!form.keeps && password === '') faults.password = 'password_empty';
  }
  return faults;
}

/** What was refused, at the fields that it is about; empty when it is about none. */
export function refusedFields(failure: Failure, way: SignInWay): ConnectionFaults {
  const faults: ConnectionFaults = {};
  const { code } = failure;
  if (way === 'api_key' && (code === 'wrong_credentials' || code === 'sign_in_needed')) {
    faults.apiKey = 'api_key_rejected';
  } else if (code === 'wrong_credentials') {
    faults.password = 'wrong_credentials';
  }
  for (const { path, rule } of failure.issues ?? []) {
    const field = connectionFields.find((name) => name === path[0]);
    if (field !== undefined && isFault(rule)) faults[field] = rule;
  }
  return faults;
}

const isFault = (rule: string): rule is ConnectionFault => Object.hasOwn(texts.connections.fieldFaults, rule);
