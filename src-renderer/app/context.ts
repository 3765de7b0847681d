import { createContext } from 'svelte';
import type { AppState } from './AppState.svelte';

/** What every page and dialog shares: bridge, route, toast, who is here. */
export const [getApp, setApp] = createContext<AppState>();
