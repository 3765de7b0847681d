import type * as z from 'zod';
import { forbiddenMessage, type Caller, type Identity, type Origin } from '../../src-shared/caller';
import { operationOf, type Operation } from '../../src-shared/contract';
import { AppError, type Failure, type InputIssue, type Result } from '../../src-shared/errors';
import type { Room } from '../../src-shared/operations';
import type { ApiServices } from './services';

type Method = (input: unknown, caller: Caller | null, origin: Origin) => Promise<unknown>;

/**
 * Tells who an origin speaks for in a room now. A promise where another computer has to be asked for it; when it
 * cannot be, its `AppError` is the answer of the call.
 */
export type Identify = (origin: Origin, room: Room) => Identity | Promise<Identity>;

/**
 * The one way into the services, for every caller: role → input → call → output. An expected failure is a
 * value. The output schema is strict, so a value that was selected by mistake cannot leave.
 */
export class Api {
  /** `identify` is asked at each call. */
  constructor(
    private readonly services: ApiServices,
    private readonly identify: Identify,
  ) {}

  /** Calls an operation by its dotted name. Never rejects; a failure says nothing of the input. */
  async call(name: string, input: unknown, origin: Origin): Promise<Result<unknown>> {
    const operation = operationOf(name);
    if (!operation) return failed(unknownOperation);
    const method = this.#methodOf(name);
    try {
      const identity = await this.identify(origin, roomOf(name));
      const refusal = refusalOf(operation, identity);
      if (refusal) return failed(refusal);
      const parsed = parse(operation, input);
      if ('code' in parsed) return failed(parsed);
      const output = operation.output.safeParse(await method(parsed.data, identity.caller, origin));
      return output.success ? { ok: true, value: output.data } : failed(internal);
    } catch (error) {
      return failed(error instanceof AppError ? failureOf(error) : internal);
    }
  }

  /** Why an operation may not be called from there, known before its input is; null when it may. */
  async refusal(name: string, origin: Origin): Promise<Failure | null> {
    const operation = operationOf(name);
    return operation ? refusalOf(operation, await this.identify(origin, roomOf(name))) : unknownOperation;
  }

  /** Of a name that is in the contract. */
  #methodOf(name: string): Method {
    const [room, method] = name.split('.') as [keyof ApiServices, string];
    const service = this.services[room] as unknown as Record<string, Method>;
    return (input, caller, origin) => (service[method] as Method).call(service, input, caller, origin);
  }
}

/** Of a name that is in the contract. */
function roomOf(name: string): Room {
  return name.slice(0, name.indexOf('.')) as Room;
}

const unknownOperation: Failure = { code: 'not_found', message: 'There is no such operation.' };
const internal: Failure = { code: 'internal', message: 'Something went wrong inside the program.' };

/** The one place where the table of roles decides, for every transport. What anybody may do nothing holds up. */
function refusalOf({ roles }: Operation<unknown, unknown>, { caller, hold }: Identity): Failure | null {
  if (roles.length === 0) return null;
  if (hold === 'expired') return { code: 'expired', message: 'Expired token' };
  if (!caller) return { code: 'unauthenticated', message: 'Invalid token' };
  if (hold) return { code: hold, message: 'Set a new password first.' };
  if (roles.includes(caller.role)) return null;
  return { code: 'forbidden', message: forbiddenMessage(caller.role) };
}

function failed(error: Failure): Result<never> {
  return { ok: false, error };
}

function failureOf({ code, message, details }: AppError): Failure {
  return { code, message, ...details };
}

function parse({ input: schema }: Operation<unknown, unknown>, input: unknown): { data: unknown } | Failure {
  try {
    // Bytes are an object with a field for each of them, which the schema would all look at.
    const parsed = schema.safeParse(ArrayBuffer.isView(input) ? null : input);
    return parsed.success ? parsed : invalidInput(parsed.error.issues.map(issueOf));
  } catch {
    // An input can be so odd that the schema library itself gives up: on a `length` that cannot be compared, say.
    return invalidInput([{ path: [], rule: 'invalid_type' }]);
  }
}

function invalidInput(issues: InputIssue[]): Failure {
  return { code: 'invalid_input', message: 'The input breaks a rule.', issues };
}

/** The schemas of the contract put the code of the rule into the message; the library's own ones may quote the input. */
function issueOf(issue: z.core.$ZodIssue): InputIssue {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? '' : part));
  return { path, rule: /^[a-z_]+$/.test(issue.message) ? issue.message : issue.code };
}
