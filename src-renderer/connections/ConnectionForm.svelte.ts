import type {
  ConnectionDraft,
  ConnectionLabel,
  ConnectionRow,
  ConnectionTest,
  ServerOffer,
  SignInWay,
} from '../../src-shared/contract';
import type { Failure, Result } from '../../src-shared/errors';
import { stripSpace } from '../../src-shared/rules';
import { texts } from '../../src-shared/texts';
import type { Bridge } from '../app/bridge';
import {
  connectionFields,
  formFaults,
  refusedFields,
  type ConnectionFaults,
  type ConnectionField,
  type Credentials,
} from './connectionFaults';
import { remoteFailure, remoteFailureText, type FailureWords } from './remoteFailure';
import { hostOf, needsYes, sameOrigin, withScheme } from './serverPlace';

/** What a test found. A sign-in in the browser is not tested: then only the server is. */
type Found = { kind: 'test'; test: ConnectionTest } | { kind: 'offer'; offer: ServerOffer };

/** The form of a connection, new or known. Of the credentials it only knows what is wrong with them. */
export class ConnectionForm {
  url = $state('');
  name = $state('');
  signIn = $state<SignInWay>('api_key');
  email = $state('');
  label = $state<ConnectionLabel>('none');
  caFile = $state('');
  allowHttp = $state(false);
  /** What is under way; `browser`: one signs in there. */
  busy = $state<'test' | 'save' | 'browser' | null>(null);
  found = $state.raw<Found | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The server asks for a new password before anything else. */
  needsPassword = $state(false);
  readonly host = $derived(hostOf(this.url));
  readonly needsYes = $derived(needsYes(this.url));
  #offer = $state.raw<ServerOffer | null>(null);
  #faults = $state.raw<ConnectionFaults>({});
  /** The way to sign in was chosen by hand: what the server offers does not change it any more. */
  #chosen = false;
  #looked = '';
  /** Counts what was changed: a test speaks of the form as it was when it began. */
  #changes = 0;

  /** @param known the connection to edit; null for a new one */
  constructor(
    readonly bridge: Bridge,
    readonly known: ConnectionRow | null,
  ) {
    if (!known) return;
    this.url = known.url;
    this.name = known.name;
    this.signIn = known.signIn;
    this.email = known.email ?? '';
    this.label = known.label;
    this.caFile = known.caFile ?? '';
    this.allowHttp = known.allowHttp;
    this.#chosen = true;
  }

  /** The ways to sign in that there are; the browser only where the server has it. */
  get ways(): readonly SignInWay[] {
    const browser = this.#offer?.browser ?? this.known?.signIn === 'browser';
    return browser || this.signIn === 'browser'
      ? ['api_key', 'password', 'browser', 'none']
      : ['api_key', 'password', 'none'];
  }

  /** Credentials that are kept may stay: the same way to the same server, with the same authority. */
  get keeps(): boolean {
    const { known } = this;
    return (
      known !== null &&
      known.signIn === this.signIn &&
      sameOrigin(known.url, this.url) &&
      (known.caFile ?? '') === stripSpace(this.caFile) &&
      (this.signIn !== 'password' || known.email === stripSpace(this.email))
    );
  }

  /** Whether the way that is chosen fits what the server says; empty when it does. */
  get wayFault(): string {
    const words = texts.connections.form;
    if (this.#offer?.authentication === false && this.signIn !== 'none') return words.noSignIn;
    const asks = this.#offer?.authentication === true || this.failure?.code === 'sign_in_needed';
    return asks && this.signIn === 'none' ? words.asksSignIn : '';
  }

  /** The words for what went wrong, where no field says it; null when nothing did. */
  get failureWords(): FailureWords | null {
    const { failure } = this;
    const words = texts.connections;
    if (!failure) return null;
    return (
      remoteFailure(failure, this.host) ?? {
        fact: this.known ? words.form.notSaved : words.form.failed,
        text: remoteFailureText(failure, this.host),
      }
    );
  }

  fault(field: ConnectionField): string | null {
    const fault = this.#faults[field];
    return fault === undefined ? null : texts.connections.fieldFaults[fault];
  }

  get firstFault(): ConnectionField | null {
    return connectionFields.find((field) => this.#faults[field] !== undefined) ?? null;
  }

  choose(way: SignInWay): void {
    this.signIn = way;
    this.#chosen = true;
    this.#faults = {};
    this.#changed();
  }

  /** A field has changed: what was said of it, or found with it, does not hold any more. */
  typed(field: ConnectionField): void {
    const { [field]: _, ...others } = this.#faults;
    this.#faults = others;
    // A name is only for the eye.
    if (field !== 'name') this.#changed();
    if (field === 'url') this.#offer = null;
  }

  #changed(): void {
    this.#changes += 1;
    this.found = null;
    this.failure = null;
  }

  /** The URL is complete: its scheme is added, and the server says what it offers. */
  async urlLeft(): Promise<void> {
    this.url = withScheme(this.url);
    if (this.url === '' || !URL.canParse(this.url)) {
      if (this.url !== '') this.#faults = { ...this.#faults, url: 'url_format' };
      return;
    }
    const place = this.#place();
    const asked = JSON.stringify(place);
    if ((this.needsYes && !this.allowHttp) || (asked === this.#looked && this.#offer)) return;
    this.#looked = asked;
    const result = await this.bridge.connections.discover(place);
    // What is typed meanwhile is about another server.
    if (!result.ok || asked !== JSON.stringify(this.#place())) return;
    this.#offer = result.value;
    if (!this.#chosen) this.signIn = result.value.authentication ? 'api_key' : 'none';
  }

  /** Shows every fault that can be seen from here; true when there is none. */
  check(credentials: Credentials): boolean {
    this.#faults = formFaults(this, credentials);
    return this.firstFault === null;
  }

  /** Tries the connection and keeps nothing. */
  async test(credentials: Credentials): Promise<void> {
    this.#changed();
    this.busy = 'test';
    const changes = this.#changes;
    const result: Result<Found> =
      this.signIn === 'browser'
        ? asFound(await this.bridge.connections.discover(this.#place()), (offer) => ({
            kind: 'offer',
            offer,
          }))
        : asFound(await this.bridge.connections.test(this.draft(credentials)), (test) => ({
            kind: 'test',
            test,
          }));
    this.busy = null;
    // What was found is about what is typed no more.
    if (changes !== this.#changes) return;
    if (result.ok) this.found = result.value;
    else this.#refuse(result.error);
  }

  /** Signs in and stores; the connection, or null when something is in the way, which is shown then. */
  async save(credentials: Credentials): Promise<ConnectionRow | null> {
    this.#changed();
    this.busy = this.signIn === 'browser' && !this.keeps ? 'browser' : 'save';
    const result = await this.bridge.connections.save(this.draft(credentials));
    this.busy = null;
    if (result.ok) return result.value.connection;
    if (result.error.code === 'password_change_required') this.needsPassword = true;
    else this.#refuse(result.error);
    return null;
  }

  /** Sets the new password that the server asks for, and stores; what went wrong, or the connection. */
  async setPassword(
    credentials: Credentials,
    newPassword: string,
  ): Promise<Result<{ connection: ConnectionRow }>> {
    this.#changed();
    this.busy = 'save';
    const result = await this.bridge.connections.setPassword({ draft: this.draft(credentials), newPassword });
    this.busy = null;
    return result;
  }

  /** Whether what runs can be broken off: a new password is set, or not, once it was sent. */
  get canCancel(): boolean {
    return this.busy === 'browser' || (this.busy === 'save' && !this.needsPassword);
  }

  /** Breaks off what runs; what was typed stays. */
  cancel(): void {
    void this.bridge.connections.cancelSignIn({});
  }

  draft({ apiKey, password }: Credentials): ConnectionDraft {
    const key = stripSpace(apiKey);
    return {
      id: this.known?.id ?? null,
      name: stripSpace(this.name) === '' ? this.host.slice(0, 100) : this.name,
      ...this.#place(),
      label: this.label,
      signIn: this.signIn,
      apiKey: this.signIn === 'api_key' && key !== '' ? key : null,
      email: this.signIn === 'password' ? this.email : null,
      password: this.signIn === 'password' && password !== '' ? password : null,
    };
  }

  #place(): { url: string; allowHttp: boolean; caFile: string | null } {
    const caFile = stripSpace(this.caFile);
    return {
      url: withScheme(this.url),
      allowHttp: this.needsYes && this.allowHttp,
      caFile: caFile === '' ? null : caFile,
    };
  }

  /** Puts what was refused to its field; what belongs to none is said above them. */
  #refuse(failure: Failure): void {
    // Whoever breaks it off knows.
    if (failure.code === 'cancelled') return;
    this.#faults = refusedFields(failure, this.signIn);
    if (this.firstFault === null) this.failure = failure;
  }
}

function asFound<T>(result: Result<T>, found: (value: T) => Found): Result<Found> {
  return result.ok ? { ok: true, value: found(result.value) } : result;
}
