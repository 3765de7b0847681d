import { parse } from 'svelte/compiler';

/** A text that people would read and that no catalogue holds. */
export interface TextOutside {
  readonly line: number;
  readonly text: string;
}

/** Attributes, properties of objects and of elements whose text is read by people. */
const readNames = new Set([
  ...[
    'accessibleName',
    'alt',
    'aside',
    'busyLabel',
    'button',
    'buttonLabel',
    'copyLabel',
    'data-tip',
    'detail',
  ],
  ...['face', 'fact', 'heading', 'hint', 'innerHTML', 'innerText', 'label', 'message', 'note', 'placeholder'],
  ...[
    'sublabel',
    'summary',
    'text',
    'textContent',
    'tip',
    'title',
    'toolTip',
    'aria-description',
    'aria-label',
  ],
  ...['aria-placeholder', 'aria-roledescription', 'aria-valuetext', 'ariaDescription', 'ariaLabel'],
]);

/** Functions that say what they are given. */
const sayingNames = new Set(['alert', 'announce', 'confirm', 'notify', 'prompt', 'setTitle']);

/** Attributes with several words in them that nobody reads. */
const codeNames = new Set([
  'class',
  'style',
  'generics',
  'd',
  'viewBox',
  'aria-describedby',
  'aria-labelledby',
  'rel',
]);

const letters = /\p{L}/u;
/** What is written like a sentence or a name of several words, wherever it stands: `Not saved`, `Try again.` */
const sentence = /(?:^|\s)\p{Lu}\p{Ll}*[’']?\p{Ll}* (?:0 )?\p{L}|\p{Ll}[.!?…](?:\s|$)/u;

type Node = Record<string, unknown> & { readonly type: string; readonly start: number };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** What is directly below, with the name of the place. */
function* below(node: Node): Generator<[string, Node]> {
  for (const [name, value] of Object.entries(node)) {
    if (name === 'css' || name === 'comments' || name === 'metadata') continue;
    for (const part of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(part)) yield [name, part];
  }
}

/** The parts of an expression that can become what it gives: not what it compares, calls or looks up. */
function* results(node: Node): Generator<Node> {
  const parts: Record<string, readonly string[]> = {
    Literal: [],
    TemplateLiteral: ['quasis', 'expressions'],
    ConditionalExpression: ['consequent', 'alternate'],
    LogicalExpression: ['left', 'right'],
    BinaryExpression: node['operator'] === '+' ? ['left', 'right'] : [],
    ExpressionTag: ['expression'],
    ArrayExpression: ['elements'],
    TSAsExpression: ['expression'],
    TSSatisfiesExpression: ['expression'],
  };
  if (node.type === 'Literal' || node.type === 'TemplateElement' || node.type === 'Text') yield node;
  const places = parts[node.type] ?? [];
  for (const [place, part] of below(node)) if (places.includes(place)) yield* results(part);
}

function wordsOf(node: Node): string {
  if (node.type === 'Text') return String(node['data']);
  // A value that is put in counts as a number.
  if (node.type === 'TemplateLiteral') return (node['quasis'] as Node[]).map(wordsOf).join('0');
  if (node.type === 'TemplateElement') return (node['value'] as { cooked?: string }).cooked ?? '';
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : '';
}

const nameOf = (node: unknown): string =>
  isNode(node)
    ? String(node['name'] ?? (isNode(node['property']) ? nameOf(node['property']) : node['value']))
    : '';

/** The parts of a node whose words are read by people. */
function read(node: Node): Node[] {
  switch (node.type) {
    case 'Text':
      return [node];
    case 'ExpressionTag':
      return [node];
    case 'Attribute': {
      const value = node['value'];
      return readNames.has(String(node['name']))
        ? (Array.isArray(value) ? value : [value]).filter(isNode)
        : [];
    }
    case 'Property':
      return readNames.has(nameOf(node['key'])) && isNode(node['value']) ? [node['value']] : [];
    case 'AssignmentExpression':
      return readNames.has(nameOf(node['left'])) && isNode(node['right']) ? [node['right']] : [];
    case 'CallExpression':
      return sayingNames.has(nameOf(node['callee'])) ? (node['arguments'] as unknown[]).filter(isNode) : [];
    default:
      return [];
  }
}

/**
 * The texts of a source file that are not in a catalogue: text between tags, in attributes and properties that people
 * read, and anything that is written like a sentence. What a programmer reads (thrown errors, comments) is none.
 * @param name decides how it is read: `….svelte`, or a script
 */
export function textsOutside(source: string, name: string): TextOutside[] {
  const svelte = name.endsWith('.svelte');
  const whole = svelte ? source : `<script lang="ts">\n${source}\n</script>`;
  const root = parse(whole, { modern: true }) as unknown as Node;
  const found = new Map<number, string>();
  const take = (node: Node, counts: RegExp) => {
    // Markup within a template counts with its texts only.
    const words = wordsOf(node).replace(/<[^>]*>|\$\{|&\w+;/g, ' ');
    if (counts.test(words)) found.set(node.start, words.trim().replace(/\s+/g, ' '));
  };
  const walk = (node: Node, inCode: boolean) => {
    if (/^(?:StyleSheet|StyleDirective|Comment|Import)/.test(node.type)) return;
    if (
      node.type === 'ThrowStatement' ||
      (node.type === 'NewExpression' && nameOf(node['callee']).endsWith('Error'))
    ) {
      return;
    }
    if (node.type === 'Attribute' && codeNames.has(String(node['name']))) return;
    // Within an attribute a text or an expression is the attribute's value, not what stands between tags.
    if (!(inCode && (node.type === 'Text' || node.type === 'ExpressionTag'))) {
      for (const part of read(node)) for (const result of results(part)) take(result, letters);
    }
    if (node.type !== 'TemplateElement' && !found.has(node.start)) take(node, sentence);
    for (const [, part] of below(node)) walk(part, inCode || node.type === 'Attribute');
  };
  walk(root, false);
  const offset = svelte ? 0 : 1;
  return [...found].map(([start, text]) => ({
    line: whole.slice(0, start).split('\n').length - offset,
    text,
  }));
}
