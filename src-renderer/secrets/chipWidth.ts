import type { SecretUse } from '../../src-shared/contract';
import { texts } from '../../src-shared/texts';
import { visibleText } from '../ui/visibleText';

/** Padding and edge of a chip, and an icon with its gap, in pixels: see `ui/Chip.svelte`. */
const frame = 14;
const icon = 17;

const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null = null;

/** The words on a chip: `OpenAI`, `prompt: triage`. */
export const chipText = (use: SecretUse): string => texts.secrets.use(use.kind, visibleText(use.name));

/** How wide a chip will be, in pixels. Measured once per text, since thousands of rows share a few texts. */
export function chipWidth(use: SecretUse): number {
  return textWidth(chipText(use)) + frame + (use.kind === 'provider' ? 0 : icon);
}

/** The width of a `+n` chip. */
export const moreWidth = (count: number): number => textWidth(texts.secrets.more(count)) + frame;

function textWidth(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 7;
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const width = Math.ceil(context.measureText(text).width);
  // Before the font is there the measure is only a guess.
  if (document.fonts.check(context.font)) widths.set(text, width);
  return width;
}
