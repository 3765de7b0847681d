import * as z from 'zod';
import { cursorText, keyText } from './bounds';
import type { GraphqlAnswer, PhoenixServer } from './server';

/** A part of what a server says about who reads its secrets. */
interface Part<T> {
  readonly document: string;
  /** What has to be in the server's schema; where one of them is not, its version has no such part. */
  readonly fields: readonly string[];
  readonly schema: z.ZodType<T>;
}

/** `absent`: this version of the server has no such part. `failed`: it has, and what it says is not known. */
export type PartAnswer<T> = T | 'absent' | 'failed';

export const providersPart = part({
  document: '{modelProviders{name key credentialRequirements{envVarName isRequired}}}',
  fields: ['modelProviders', 'credentialRequirements'],
  schema: z.object({
    modelProviders: z.array(
      z.object({
        name: z.string(),
        key: z.string(),
        credentialRequirements: z.array(z.object({ envVarName: keyText, isRequired: z.boolean() })),
      }),
    ),
  }),
});

export const backendsPart = part({
  document: '{sandboxBackends{displayName credentialSpecs{key isRequired}}}',
  fields: ['sandboxBackends', 'credentialSpecs'],
  schema: z.object({
    sandboxBackends: z.array(
      z.object({
        displayName: z.string(),
        credentialSpecs: z.array(z.object({ key: keyText, isRequired: z.boolean() })),
      }),
    ),
  }),
});

export const configsPart = part({
  document: '{sandboxProviders{configs{name config{envVars{secretKey}}}}}',
  fields: ['sandboxProviders', 'configs', 'envVars', 'secretKey'],
  schema: z.object({
    sandboxProviders: z.array(
      z.object({
        configs: z.array(
          z.object({
            name: z.string(),
            config: z.object({ envVars: z.array(z.object({ secretKey: keyText })) }),
          }),
        ),
      }),
    ),
  }),
});

export const assistantPart = part({
  document: '{agentsConfig{githubEnabled}}',
  fields: ['agentsConfig', 'githubEnabled'],
  schema: z.object({ agentsConfig: z.object({ githubEnabled: z.boolean() }) }),
});

export const promptsPart = part({
  document: `query($first:Int,$after:String){
  prompts(first:$first,after:$after){
    edges{node{name version{modelProvider customProvider{id}}}} pageInfo{hasNextPage endCursor}
  }
}`,
  fields: ['prompts', 'version', 'modelProvider', 'customProvider'],
  schema: z.object({
    prompts: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            name: z.string(),
            version: z.object({ modelProvider: z.string(), customProvider: z.object({}).nullable() }),
          }),
        }),
      ),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: cursorText.nullable() }),
    }),
  }),
});

export type PromptsAnswer = z.infer<typeof promptsPart.schema>;

const schemaDocument = '{__schema{types{fields{name}}}}';
const schemaAnswer = z.object({
  __schema: z.object({
    types: z.array(z.object({ fields: z.array(z.object({ name: z.string() })).nullable() })),
  }),
});

/** Asks one server for parts, and for its schema at most once. */
export class PartReader {
  #fields: Promise<ReadonlySet<string> | null> | null = null;

  constructor(private readonly server: PhoenixServer) {}

  /** One part. Throws what `query` throws: then the server gives no answers at all. */
  async read<T>(
    { document, fields, schema }: Part<T>,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<PartAnswer<T>> {
    const { data, errors } = await this.server.query(document, variables);
    if (errors.length > 0) return (await this.#lacks(fields, errors)) ? 'absent' : 'failed';
    return schema.safeParse(data).data ?? 'failed';
  }

  async #lacks(fields: readonly string[], errors: GraphqlAnswer['errors']): Promise<boolean> {
    if (errors.every(({ message }) => message.startsWith('Cannot query field'))) return true;
    // Up to 14 a server hides why a query failed; its schema tells.
    const known = await (this.#fields ??= this.#readFields());
    return known !== null && fields.some((field) => !known.has(field));
  }

  /** The names of all fields of all types; null when the server does not show its schema. */
  async #readFields(): Promise<ReadonlySet<string> | null> {
    const { data, errors } = await this.server.query(schemaDocument, {});
    const parsed = errors.length > 0 ? null : schemaAnswer.safeParse(data).data;
    return parsed
      ? new Set(parsed.__schema.types.flatMap((type) => (type.fields ?? []).map(({ name }) => name)))
      : null;
  }
}

/** Only so that the type of the answer follows from its schema. */
function part<T>(whole: Part<T>): Part<T> {
  return whole;
}
