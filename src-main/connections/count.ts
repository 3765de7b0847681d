import * as z from 'zod';
import { AppError } from '../../src-shared/errors';
import type { About } from './about';
import { badAnswer } from './faults';
import type { ServerSession } from './server-session';

const most = 1000;
/** Keys only: a query with values in it gives a Member or Viewer nothing at all. */
const document = `{secrets(first:${most}){edges{node{key}} pageInfo{hasNextPage}}}`;

const page = z.object({
  secrets: z.object({
    edges: z.array(z.object({ node: z.object({ key: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

/** How many secrets there are, up to 1,000; null where they cannot be listed. Throws `too_old` where there are none. */
export async function countSecrets(
  session: ServerSession,
  { version }: Pick<About, 'version'>,
): Promise<{ count: number; more: boolean } | null> {
  const answer = await session.query(document, {});
  if (answer.errors.length > 0) {
    if (!(await session.lacksSecrets())) return null;
    throw new AppError('too_old', 'This Phoenix has no secrets.', { ...(version !== null && { version }) });
  }
  const parsed = page.safeParse(answer.data);
  if (!parsed.success) throw badAnswer('shape');
  const { edges, pageInfo } = parsed.data.secrets;
  return { count: Math.min(edges.length, most), more: pageInfo.hasNextPage || edges.length > most };
}
