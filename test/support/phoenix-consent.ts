import type { TestPhoenix } from './phoenix-server';
import { logIn } from './phoenix-people';

/**
 * What a person does in the browser that was opened with `url`: signs in on the server and says yes or no. Gives what
 * the browser shows at the end.
 */
export async function consent(
  server: TestPhoenix,
  url: string,
  { email, password, approved }: { email: string; password: string; approved: boolean },
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const cookie = `phoenix-access-token=${await logIn(server, email, password)}`;
  const asked = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  const consentPage = new URL(asked.headers.get('location') ?? '', url);
  if (!consentPage.pathname.endsWith('/oauth2/consent')) throw new Error(`No consent: ${consentPage.href}`);
  const query = Object.fromEntries(new URL(url).searchParams);
  const decided = await fetch(`${server.url}/oauth2/authorize/decision`, {
    method: 'POST',
    headers: { cookie, origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ ...query, approved }),
  });
  const { redirect_to } = (await decided.json()) as { redirect_to: string };
  const shown = await fetch(redirect_to);
  return { status: shown.status, text: await shown.text(), headers: shown.headers };
}
