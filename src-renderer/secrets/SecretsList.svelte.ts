import { tick } from 'svelte';
import type { Bridge, Events, SecretRow } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { arrange, nextSort, ownedBy, type Owner, type Sort } from './arrange';
import { Retry } from './Retry.svelte';
import { RowSet } from './RowSet';
import { Selection } from './Selection.svelte';
import { Uses } from './Uses.svelte';

/** The first page is small, so that it is there at once; later ones are as large as they may be. */
const firstPage = 200;
const laterPage = 1_000;
/** Milliseconds. Changes closer together than this are drawn as one. */
const changePeriod = 50;

/** What the table does around a change that it did not ask for, to hold its place. */
export interface ChangeHooks {
  before: () => void;
  after: () => void;
}

/** The list of secrets: loads it page by page, keeps it up to date by events, filters and sorts it. */
export class SecretsList {
  /** All that is known so far, in the order of the keys. */
  rows = $state.raw<readonly SecretRow[]>([]);
  total = $state(0);
  /** True once there is something to show. */
  ready = $state(false);
  /** True once every page has been read. */
  complete = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** When the list was last known to be right, in milliseconds. */
  seenAt = $state(0);
  query = $state('');
  sort = $state.raw<Sort>({ column: 'key', direction: 'ascending' });

  /** Which rows are wanted; it counts only where there are several people, that is when `ownId` is set. */
  owner = $state<Owner>('all');
  /** Whose rows "My secrets" are; null without sign-in, where the filter is absent. */
  ownId = $state<string | null>(null);

  readonly trimmedQuery = $derived(this.query.trim());
  /** All rows that the owner filter lets through, before any search. */
  readonly scope = $derived(
    this.owner === 'mine' && this.ownId !== null ? ownedBy(this.rows, this.ownId) : this.rows,
  );
  /** How many secrets the search is over. */
  readonly scopeTotal = $derived(this.scope === this.rows ? this.total : this.scope.length);
  readonly shown = $derived(arrange(this.scope, this.trimmedQuery, this.sort));
  readonly indexes = $derived(new Map(this.shown.map((row, index) => [row.key, index])));
  readonly selection = new Selection(() => this.shown);
  /** What reads the secrets. */
  readonly uses: Uses;
  readonly retry = new Retry(() => void this.load());
  hooks: ChangeHooks | null = null;
  /** When every page was last read, and how long that took, in milliseconds. */
  readAt = 0;
  readMs = 0;

  #set = new RowSet();
  #pending: Events['secrets.changed'][] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #flushedAt = 0;
  #loading = 0;
  #unsubscribe: (() => void) | null = null;
  #underWay = false;
  /** The number of the load during which everything changed: it is read once more afterwards. */
  #outdated = 0;

  /** @param connection the store whose changes count: `local`, or the id of a server */
  constructor(
    readonly bridge: Bridge,
    readonly connection = 'local',
  ) {
    this.uses = new Uses(bridge);
  }

  /** On a server, whatever is not asked for stays unknown: changes made there send no events. */
  get #isRemote(): boolean {
    return this.connection !== 'local';
  }

  get isLoading(): boolean {
    return this.#underWay;
  }

  /** Subscribes and loads; done when that has come to an end, good or bad. */
  async start(): Promise<void> {
    // Subscribed first: what changes while the pages are read must not be missed.
    this.#unsubscribe = this.bridge.on('secrets.changed', (change) => {
      this.#receive(change);
    });
    const preferences = this.#loadPreferences();
    if (!this.#isRemote) void this.uses.load();
    await this.load(preferences);
  }

  /** Unsubscribes for good and forgets every row; answers that are still on their way are dropped. */
  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#loading += 1;
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.uses.forget();
    this.retry.succeeded();
    this.#pending = [];
    this.#set = new RowSet();
    this.hooks = null;
    this.selection.clear();
    this.rows = [];
    this.query = '';
    this.total = 0;
    this.ready = false;
    this.complete = false;
    this.failure = null;
    this.#underWay = false;
  }

  async #loadPreferences(): Promise<void> {
    const result = await this.bridge.settings.getPreferences({});
    if (!result.ok) return;
    this.sort = result.value.sort;
    this.owner = result.value.owner;
  }

  /** Reads everything anew; rows that are shown stay until the new ones are known. */
  async load(preferences: Promise<void> = Promise.resolve()): Promise<void> {
    this.#underWay = true;
    this.#loading += 1;
    const loading = this.#loading;
    const began = Date.now();
    const listed = new Set<string>();
    let revision = 0;
    let after: string | null = null;
    for (;;) {
      const page = await this.bridge.secrets.list({
        after,
        limit: after === null ? firstPage : laterPage,
      });
      // Only now, so that both questions are on their way at the same time.
      await preferences;
      if (loading !== this.#loading) return;
      if (!page.ok) {
        this.#underWay = false;
        this.#failed(page.error);
        return;
      }
      if (this.#isRemote) this.#set.addRemotePage(page.value);
      else this.#set.addPage(page.value, after);
      for (const { key } of page.value.rows) listed.add(key);
      if (after === null) {
        ({ revision } = page.value);
        // Not before the first rows: a server does one thing after the other.
        if (this.#isRemote) void this.uses.refresh();
      }
      const last = page.value.next === null;
      if (last && this.#isRemote) this.#set.keepListed(listed, revision);
      // In any other order the first rows are only known with the last page.
      const inOrder = this.sort.column === 'key' && this.sort.direction === 'ascending';
      if (last || inOrder || this.ready) this.#show();
      if (last) break;
      after = page.value.next;
    }
    this.#set.settle();
    this.readAt = Date.now();
    this.readMs = this.readAt - began;
    this.seenAt = this.readAt;
    this.complete = true;
    this.failure = null;
    this.retry.succeeded();
    this.#underWay = false;
    if (this.#outdated === loading) void this.load();
  }

  #failed(failure: Failure): void {
    this.failure = failure;
    // Whoever has to sign in again is asked, not the server.
    if (failure.code === 'sign_in_needed') this.retry.succeeded();
    else this.retry.plan();
  }

  /** One has signed in to the server again. */
  signedIn(): void {
    if (this.failure?.code === 'sign_in_needed' && !this.#underWay) void this.load();
  }

  #receive(change: Events['secrets.changed']): void {
    if (change.connection !== this.connection) return;
    if (change.reset) {
      // Starting anew each time would never get to the end while one reset follows another.
      if (this.#underWay) this.#outdated = this.#loading;
      else void this.load();
      return;
    }
    this.#pending.push(change);
    this.#flushTimer ??= setTimeout(
      () => {
        this.#flush();
      },
      Math.max(0, this.#flushedAt + changePeriod - Date.now()),
    );
  }

  #flush(): void {
    this.#flushTimer = undefined;
    this.#flushedAt = Date.now();
    for (const change of this.#pending.splice(0)) this.#set.addChange(change);
    if (!this.#underWay) this.#set.settle();
    if (this.ready) this.#show();
  }

  #show(): void {
    this.hooks?.before();
    this.rows = this.#set.rows();
    this.total = this.#set.total ?? this.rows.length;
    this.ready = true;
    // A server is known as of the last time that it gave all its pages.
    if (!this.#isRemote || !this.complete) this.seenAt = Date.now();
    this.selection.keepOnly(this.rows);
    void tick().then(() => this.hooks?.after());
  }

  /** The row of a key, whatever the search shows. */
  rowOf(key: string): SecretRow | undefined {
    return this.rows.find((row) => row.key === key);
  }

  has(key: string): boolean {
    return this.rowOf(key) !== undefined;
  }

  show(owner: Owner): void {
    this.owner = owner;
    void this.bridge.settings.setPreferences({ owner });
  }

  sortBy(column: Sort['column']): void {
    this.sort = nextSort(this.sort, column);
    void this.bridge.settings.setPreferences({ sort: this.sort });
  }
}
