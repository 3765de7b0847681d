/** Where a server is. */
export interface Target {
  /** Names the network session that its requests share. */
  readonly connection: string;
  /** As `serverAddress` gives it. */
  readonly url: string;
  /** Certificates (PEM) that are trusted for it besides the system's. */
  readonly ca: string | null;
}
