// Controls, bidirectional marks and overrides, and characters without a width: what can make one name look like another.
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{1d173}-\u{1d17a}]|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/**
 * Writes what cannot be seen in a foreign name as its code point: `a\u202Eb` becomes `a⟨U+202E⟩b`.
 * Names come from other people and other servers; a key needs none of it, its rule is ASCII.
 */
export function visibleText(text: string): string {
  return text.replace(
    invisible,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}
