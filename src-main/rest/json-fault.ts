/** Where a text stops being JSON, in the words and with the count of Python's `json` (3.11). */
export interface JsonFault {
  /** In code points, as Python counts. */
  readonly position: number;
  readonly message: string;
}

/**
 * Finds the fault of a text that `JSON.parse` refused, as Python's scanner (`Modules/_json.c`) tells it.
 * A loop with its own stack: a million opening brackets must not end the program. Unlike Python it takes
 * no `NaN` and `Infinity`, which are not JSON.
 */
export function findJsonFault(text: string): JsonFault {
  const { index, message } = new Scanner(text).scan();
  return { message, position: codePointsBefore(text, index) };
}

function codePointsBefore(text: string, end: number): number {
  let count = 0;
  for (let index = 0; index < end; count += 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}

interface Fault {
  readonly index: number;
  readonly message: string;
}

const literal = /null|true|false|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

class Scanner {
  #index = 0;

  constructor(private readonly text: string) {}

  scan(): Fault {
    /** What closes each open bracket. */
    const open: ('}' | ']')[] = [];
    let expected: 'value' | 'name' | 'separator' = 'value';
    this.#skipSpace();
    for (;;) {
      if (expected === 'value') {
        const opened = this.#opener();
        if (opened) {
          open.push(opened);
          if (this.text[this.#index] === opened) expected = 'separator';
          else if (opened === '}') expected = 'name';
          continue;
        }
        const fault = this.#scalar();
        if (fault) return fault;
        expected = 'separator';
      } else if (expected === 'name') {
        const fault = this.#name();
        if (fault) return fault;
        expected = 'value';
      } else {
        this.#skipSpace();
        const closer = open.at(-1);
        const next = this.text[this.#index];
        if (!closer) return this.#fault('Extra data');
        this.#index += 1;
        if (next === closer) {
          open.pop();
          continue;
        }
        if (next !== ',') return this.#fault("Expecting ',' delimiter", this.#index - 1);
        this.#skipSpace();
        expected = closer === '}' ? 'name' : 'value';
      }
    }
  }

  #opener(): '}' | ']' | null {
    const character = this.text[this.#index];
    if (character !== '{' && character !== '[') return null;
    this.#index += 1;
    this.#skipSpace();
    return character === '{' ? '}' : ']';
  }

  #scalar(): Fault | null {
    if (this.text[this.#index] === '"') return this.#string();
    literal.lastIndex = this.#index;
    const found = literal.exec(this.text);
    if (!found) return this.#fault('Expecting value');
    this.#index += found[0].length;
    return null;
  }

  #name(): Fault | null {
    if (this.text[this.#index] !== '"') {
      return this.#fault('Expecting property name enclosed in double quotes');
    }
    const fault = this.#string();
    if (fault) return fault;
    this.#skipSpace();
    if (this.text[this.#index] !== ':') return this.#fault("Expecting ':' delimiter");
    this.#index += 1;
    this.#skipSpace();
    return null;
  }

  #string(): Fault | null {
    const { text } = this;
    const start = this.#index;
    for (let index = start + 1; index < text.length; index += 1) {
      const character = text.charAt(index);
      if (character === '"') {
        this.#index = index + 1;
        return null;
      }
      if (character < ' ') return this.#fault('Invalid control character at', index);
      if (character !== '\\') continue;
      index += 1;
      const escaped = text.charAt(index);
      if (escaped === 'u') {
        if (!/^[0-9a-fA-F]{4}$/.test(text.slice(index + 1, index + 5)) || index + 5 >= text.length) {
          return this.#fault('Invalid \\uXXXX escape', index);
        }
        index += 4;
      } else if (escaped !== '' && !'"\\/bfnrt'.includes(escaped)) {
        return this.#fault('Invalid \\escape', index - 1);
      }
    }
    return this.#fault('Unterminated string starting at', start);
  }

  #skipSpace(): void {
    while (/[ \t\n\r]/.test(this.text.charAt(this.#index))) this.#index += 1;
  }

  #fault(message: string, index = this.#index): Fault {
    return { message, index };
  }
}
