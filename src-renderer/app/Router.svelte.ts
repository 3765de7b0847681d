const pages = ['secrets', 'general', 'users', 'apiKeys', 'connections'] as const;
export type Page = (typeof pages)[number];

/** The address of each page; other pages link to them. */
export const addresses: Record<Page, string> = {
  secrets: '#/secrets',
  general: '#/general',
  users: '#/users',
  apiKeys: '#/api-keys',
  connections: '#/connections',
};

/** Finds the page of an address; anything unknown is Secrets. A second part names a place on the page. */
export function parseAddress(hash: string): { page: Page; place: string | null } {
  const [, name, place] = hash.split('/');
  const page = pages.find((candidate) => addresses[candidate] === `#/${name ?? ''}`);
  return { page: page ?? 'secrets', place: page === undefined || !place ? null : place };
}

/** Follows the hash of the address. */
export class Router {
  #route = $state.raw(parseAddress(location.hash));

  constructor() {
    window.addEventListener('hashchange', () => {
      this.#route = parseAddress(location.hash);
    });
  }

  get page(): Page {
    return this.#route.page;
  }

  /** For example `encryption` of `#/general/encryption`. */
  get place(): string | null {
    return this.#route.place;
  }

  go(page: Page, place?: string): void {
    location.hash = place ? `${addresses[page]}/${place}` : addresses[page];
  }

  /** As `go`, without a way back to where one was. */
  replace(page: Page): void {
    history.replaceState(null, '', addresses[page]);
    this.#route = { page, place: null };
  }
}
