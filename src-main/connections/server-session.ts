import type { SignInWay } from '../../src-shared/contract';
import { AppError } from '../../src-shared/errors';
import { askAbout, type About } from './about';
import type { Authorization } from './authorization';
import { connectionChanged, isFailure, outcomeUnknown, signInNeeded } from './faults';
import { graphqlRequest, knowsSecrets, readGraphql, type GraphqlAnswer } from './graphql';
import { isJson, phoenixVersion } from './http-json';
import type { Target } from './target';
import type { HttpAnswer, Send, Transport } from './transport';

/** Which server, and how one gets in. */
export interface Place {
  readonly target: Target;
  readonly way: SignInWay;
}

export interface ServerSessionOptions {
  readonly transport: Transport;
  readonly authorization: Authorization;
  /** Reads the CA file, so it may fail with what is wrong with that. */
  readonly place: () => Promise<Place>;
  /** Told of each request that went well (with the last version seen), and of each failure. */
  readonly answered?: (version: string | null) => void;
  readonly failed?: (error: AppError) => void;
}

/** Signed in on a server: what the secrets of a remote Phoenix ask of it (`PhoenixServer`). */
export class ServerSession {
  readonly #options: ServerSessionOptions;
  #place: Promise<Place> | null = null;
  #about: About | null = null;
  #asking: Promise<About> | null = null;
  #version: string | null = null;
  #generation = 0;

  constructor(options: ServerSessionOptions) {
    this.#options = options;
  }

  /** Another number after each `reset`: then it may be another server, or another person there. */
  get generation(): number {
    return this.#generation;
  }

  /** To be called when the place or the credentials have changed. */
  reset(): void {
    this.#generation += 1;
    this.#place = null;
    this.#about = null;
    this.#asking = null;
    this.#version = null;
  }

  /** Asked anew when `fresh`, else what was last known. */
  about({ fresh }: { readonly fresh: boolean } = { fresh: false }): Promise<About> {
    if (!fresh && this.#about) return Promise.resolve(this.#about);
    const asking = (this.#asking ??= this.#watched(() => this.#askAbout()).then((about) => {
      if (this.#asking === asking) this.#about = about;
      return about;
    }));
    const done = () => {
      if (this.#asking === asking) this.#asking = null;
    };
    asking.then(done, done);
    return asking;
  }

  /** True when the server is too old to have secrets. */
  async lacksSecrets(): Promise<boolean> {
    const { errors } = await this.query('{secrets(first:1){edges{node{key}}}}', {});
    // Servers of that time hide why a query failed; their schema tells.
    return errors.length > 0 && !knowsSecrets(await this.query('{__type(name:"Query"){fields{name}}}', {}));
  }

  /**
   * A query; tried again by itself after 429, 5xx and a lost connection. `conflict` (`connection_changed`) when place
   * or credentials were changed before it could be sent with those it began with.
   */
  query(document: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> {
    return this.#graphql(document, variables, 'read');
  }

  /** Sent once, and only in the generation given: else that is a `conflict` (`connection_changed`). */
  mutate(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    generation: number,
  ): Promise<GraphqlAnswer> {
    return this.#graphql(document, variables, 'write', generation);
  }

  /** Sent once like a mutation. Status 2xx and 4xx are given back, with null for a body that is no JSON. */
  async put(
    path: string,
    body: unknown,
    generation: number,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const request: Send = {
      method: 'PUT',
      path,
      kind: 'write',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const answer = await this.#watched(() => this.#signed(request, generation));
    // The role there is another one by now.
    if (answer.status === 403) this.#about = null;
    return { status: answer.status, body: jsonOrNull(answer) };
  }

  #graphql(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    kind: Send['kind'],
    generation: number | null = null,
  ) {
    return this.#watched(async () => {
      const answer = await this.#signed(graphqlRequest(document, variables, kind), generation);
      try {
        return readGraphql(answer);
      } catch (error) {
        // It took a write and says something else: what became of that is not known.
        throw kind === 'write' && answer.status < 300 ? outcomeUnknown() : error;
      }
    });
  }

  async #askAbout(): Promise<About> {
    const { target } = await this.#where();
    return askAbout(
      (request) => this.#signed(request),
      (request) => this.#options.transport.send(target, request),
    );
  }

  /**
   * A 401 proves that nothing was done, so the request is repeated once with other credentials. `generation` null: a
   * read, which belongs to the one in which it begins.
   */
  async #signed(request: Send, generation: number | null = null): Promise<HttpAnswer> {
    const { authorization } = this.#options;
    const started = generation ?? this.#generation;
    const { target, way } = await this.#where();
    const header = await authorization.header(target, way);
    this.#refuseOther(started);
    const first = await this.#send(target, request, header);
    if (first.status !== 401) return first;
    const another = await authorization.another(target, way, header);
    this.#refuseOther(started);
    const second = await this.#send(target, request, another);
    if (second.status === 401) throw signInNeeded('rejected');
    return second;
  }

  /**
   * The last thing before anything is sent: a write must not go to another place than the one it was meant for, and
   * credentials given for the place after must not go to the one before, which may have the same origin.
   */
  #refuseOther(started: number): void {
    if (started !== this.#generation) throw connectionChanged();
  }

  async #send(target: Target, request: Send, authorization: string | null): Promise<HttpAnswer> {
    const headers = { ...request.headers, ...(authorization !== null && { authorization }) };
    const generation = this.#generation;
    const answer = await this.#options.transport.send(target, { ...request, headers });
    if (generation === this.#generation) this.#version = phoenixVersion(answer.headers) ?? this.#version;
    return answer;
  }

  #where(): Promise<Place> {
    const place = (this.#place ??= this.#options.place());
    place.catch(() => {
      if (this.#place === place) this.#place = null;
    });
    return place;
  }

  async #watched<T>(work: () => Promise<T>): Promise<T> {
    const generation = this.#generation;
    try {
      const result = await work();
      if (generation === this.#generation) this.#options.answered?.(this.#version);
      return result;
    } catch (error) {
      // It was the place before: nothing of this one.
      if (generation !== this.#generation) throw error;
      // Whoever signs in next may be somebody else.
      if (isFailure(error, 'sign_in_needed')) this.#about = null;
      if (error instanceof AppError) this.#options.failed?.(error);
      throw error;
    }
  }
}

function jsonOrNull(answer: HttpAnswer): unknown {
  if (!isJson(answer)) return null;
  try {
    return JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    return null;
  }
}
