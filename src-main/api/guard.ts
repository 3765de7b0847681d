import type * as z from 'zod';
import type { Caller } from '../../src-shared/caller';
import { operationOf, type Operation } from '../../src-shared/contract';
import { AppError, type Failure, type InputIssue, type Result } from '../../src-shared/errors';
import type { ApiServices } from './services';

type Method = (input: unknown, caller: Caller | null) => Promise<unknown>;

/**
 * The one way into the services, for every caller: role → input → call → output. An expected failure is a
 * value. The output schema is strict, so a value that was selected by mistake cannot leave.
 */
export class Api {
  constructor(private readonly services: ApiServices) {}

  /** Calls an operation by its dotted name. Never rejects; a failure says nothing of the input. */
  async call(name: string, input: unknown, caller: Caller | null): Promise<Result<unknown>> {
    const operation = operationOf(name);
    const method = this.#methodOf(name);
    if (!operation || !method) return failed(unknownOperation);
    const refusal = refusalOf(operation, caller);
    if (refusal) return failed(refusal);
    try {
      // Within: an input can be so odd that the schema library itself gives up. Bytes are an object with a
      // field for each of them, which it would all look at.
      const parsed = operation.input.safeParse(ArrayBuffer.isView(input) ? null : input);
      if (!parsed.success) return failed(invalidInput(parsed.error));
      const output = operation.output.safeParse(await method(parsed.data, caller));
      return output.success ? { ok: true, value: output.data } : failed(internal);
    } catch (error) {
      return failed(error instanceof AppError ? failureOf(error) : internal);
    }
  }

  /** Why a caller may not call an operation, known before its input is; null when it may. */
  refusal(name: string, caller: Caller | null): Failure | null {
    const operation = operationOf(name);
    return operation ? refusalOf(operation, caller) : unknownOperation;
  }

  #methodOf(name: string): Method | null {
    if (!operationOf(name)) return null;
    const [room, method] = name.split('.') as [keyof ApiServices, string];
    const service = this.services[room] as unknown as Record<string, Method>;
    return (input, caller) => (service[method] as Method).call(service, input, caller);
  }
}

const unknownOperation: Failure = { code: 'not_found', message: 'There is no such operation.' };
const internal: Failure = { code: 'internal', message: 'Something went wrong inside the program.' };

function refusalOf({ roles }: Operation<unknown, unknown>, caller: Caller | null): Failure | null {
  if (roles.length === 0) return null;
  if (!caller) return { code: 'unauthenticated', message: 'Invalid token' };
  if (roles.includes(caller.role)) return null;
  // Phoenix's own two sentences (server/authorization.py).
  return {
    code: 'forbidden',
    message:
      caller.role === 'VIEWER'
        ? 'Viewers cannot perform this action.'
        : 'Only admin or system users can perform this action.',
  };
}

function failed(error: Failure): Result<never> {
  return { ok: false, error };
}

function failureOf({ code, message, details }: AppError): Failure {
  return { code, message, ...details };
}

function invalidInput(error: z.ZodError): Failure {
  return { code: 'invalid_input', message: 'The input breaks a rule.', issues: error.issues.map(issueOf) };
}

/** The schemas of the contract put the code of the rule into the message; the library's own ones may quote the input. */
function issueOf(issue: z.core.$ZodIssue): InputIssue {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? '' : part));
  return { path, rule: /^[a-z_]+$/.test(issue.message) ? issue.message : issue.code };
}
