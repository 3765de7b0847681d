/** Counts the requests of the day, for the person at the window; in memory only. */
export class RequestActivity {
  #day = '';
  #count = 0;
  #last: number | null = null;

  /** `now` in milliseconds since 1970. */
  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  note(): void {
    this.#last = this.now();
    this.#roll(this.#last);
    this.#count += 1;
    this.changed();
  }

  get today(): number {
    this.#roll(this.now());
    return this.#count;
  }

  get lastAt(): number | null {
    return this.#last;
  }

  /** Days are those of this computer's own clock and time zone. */
  #roll(now: number): void {
    const day = new Date(now).toDateString();
    if (day === this.#day) return;
    this.#day = day;
    this.#count = 0;
  }
}
