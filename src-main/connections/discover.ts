import type { ServerOffer } from '../../src-shared/contract';
import { askAnonymously } from './about';
import { serverAddress } from './address';
import { findBrowserSignIn } from './browser';
import type { CaFiles } from './ca-file';
import type { Transport } from './transport';

/** What a server offers, before anybody signs in. */
export async function discoverServer(
  transport: Transport,
  caFiles: CaFiles,
  place: { readonly url: string; readonly allowHttp: boolean; readonly caFile: string | null },
): Promise<ServerOffer> {
  const url = serverAddress(place.url, place.allowHttp);
  const target = { connection: 'draft', url, ca: await caFiles.read(place.caFile) };
  const { version, authentication } = await askAnonymously((request) => transport.send(target, request));
  const browser = authentication && (await findBrowserSignIn(transport, target)) !== null;
  return { version, authentication, browser };
}
