import { en } from './en';

/** Every text of the app. Another language is one more object of this type, chosen here. */
export type Texts = typeof en;

export const texts: Texts = en;
