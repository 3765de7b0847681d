import type { Session } from 'electron';
import { connect } from 'node:net';

interface Place {
  readonly host: string;
  readonly port: number;
}

/**
 * Whether a server, or the proxy on the way to it, leaves a connection unanswered for so long. Chromium does not
 * say when its own connection stands, so that a second one is tried beside it.
 */
export async function isSilent(
  session: Pick<Session, 'resolveProxy'>,
  url: string,
  ms: number,
): Promise<boolean> {
  const place = nextHop(url, await session.resolveProxy(url));
  return new Promise((resolve) => {
    const socket = connect(place);
    const end = (silent: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(silent);
    };
    const timer = setTimeout(() => end(true), ms);
    socket.on('connect', () => end(false));
    // A refusal is an answer; what it means, Chromium says.
    socket.on('error', () => end(false));
  });
}

/** @param route how Chromium gets there: `DIRECT`, or `PROXY host:port; DIRECT` and the like */
export function nextHop(url: string, route: string): Place {
  const proxy = /^\s*\w+\s+(\S+):(\d+)\s*(?:;|$)/.exec(route);
  if (proxy) return { host: bare(proxy[1] ?? ''), port: Number(proxy[2]) };
  const { protocol, hostname, port } = new URL(url);
  return { host: bare(hostname), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1');
