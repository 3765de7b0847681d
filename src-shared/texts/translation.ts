/**
 * The shape of a catalogue, whatever language it is in: the same names, any words. A text that is missing, or that
 * takes other values than the English one, does not compile.
 */
export type Translation<T> = T extends string
  ? string
  : T extends (...values: infer V) => infer R
    ? (...values: V) => Translation<R>
    : { readonly [K in keyof T]: Translation<T[K]> };
