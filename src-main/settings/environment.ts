import { resolve } from 'node:path';
import * as z from 'zod';
import { stripSpace } from '../../src-shared/rules';
import { phoenixSecretFaults } from './phoenix-secret';
import { start as texts } from '../../src-shared/texts/en/start';
import { isSafeAddress } from './safe-address';
import { takeSecrets, type HandedSecrets } from './secret-sources';

/** The settings of one run, as the environment gives them. */
export interface Settings {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  /** PHOENIX_SECRET, or null: then the fallback key is used, which protects nothing. */
  readonly phoenixSecret: string | null;
  readonly phoenixAdminSecret: string | null;
  /** PHOENIX_ENABLE_AUTH: false makes the person at the machine the one operator, an Admin. */
  readonly authentication: boolean;
  /** What the first admin signs in with once; null: Phoenix's own default. */
  readonly initialAdminPassword: string | null;
  /** The loopback port; 0 takes any free one. */
  readonly port: number;
  /** PHOENIX_SECRETS_UPDATE_FEED: who is asked for a newer version, once somebody turned that on; null: nobody. */
  readonly updateFeed: string | null;
}

/** Not Phoenix's own 6006, so that both run side by side. */
const defaultPort = 6106;

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly string[] };

export interface SettingsSources {
  /** Used when PHOENIX_WORKING_DIR is unset or empty; null: nothing names one. */
  readonly defaultDataFolder: string | null;
  /** What `takeSecrets` gave; without it the secrets are taken out of `env` here. */
  readonly secrets?: HandedSecrets;
  readonly currentFolder?: string;
}

/**
 * Reads all settings at once. Each fault is one sentence that names the variable, the rule and what to do;
 * all faults are told, and a fault in a secret says nothing of the secret itself.
 */
export function readSettings(
  env: Record<string, string | undefined>,
  sources: SettingsSources,
): SettingsResult {
  const secrets = sources.secrets ?? takeSecrets(env, []);
  const parsed = settingsSchema(sources).safeParse({
    PHOENIX_WORKING_DIR: env['PHOENIX_WORKING_DIR'],
    PHOENIX_SECRETS_PORT: env['PHOENIX_SECRETS_PORT'],
    PHOENIX_SECRET: secrets.PHOENIX_SECRET,
    PHOENIX_ADMIN_SECRET: secrets.PHOENIX_ADMIN_SECRET,
    PHOENIX_ENABLE_AUTH: env['PHOENIX_ENABLE_AUTH'],
    PHOENIX_SECRETS_UPDATE_FEED: env['PHOENIX_SECRETS_UPDATE_FEED'],
    PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: secrets.PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD,
  });
  const faults = [...secrets.faults, ...(parsed.error?.issues ?? []).map((issue) => issue.message)];
  if (!parsed.success || faults.length > 0) return { ok: false, faults };
  return { ok: true, settings: parsed.data };
}

function settingsSchema({ defaultDataFolder, currentFolder = process.cwd() }: SettingsSources) {
  return z
    .object({
      PHOENIX_WORKING_DIR: text.transform((path, context) => {
        if (path) return resolve(currentFolder, path);
        if (defaultDataFolder !== null) return defaultDataFolder;
        context.addIssue(texts.settings.noDataFolder);
        return z.NEVER;
      }),
      PHOENIX_SECRETS_PORT: text.transform((port, context) => {
        if (!port) return defaultPort;
        if (/^[0-9]{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
        context.addIssue(texts.settings.port(defaultPort));
        return z.NEVER;
      }),
      PHOENIX_SECRET: secret('PHOENIX_SECRET'),
      PHOENIX_ADMIN_SECRET: secret('PHOENIX_ADMIN_SECRET'),
      // Phoenix's `_bool_val` (config.py): these two words in any case, nothing else.
      PHOENIX_ENABLE_AUTH: text.transform((value, context) => {
        if (value === undefined) return false;
        if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
        context.addIssue(texts.settings.enableAuth);
        return z.NEVER;
      }),
      PHOENIX_SECRETS_UPDATE_FEED: text.transform((address, context) => {
        if (!address) return null;
        if (isSafeAddress(address)) return address;
        context.addIssue(texts.settings.updateFeed);
        return z.NEVER;
      }),
      // An empty one is unset, as in Phoenix; it has to be changed at the first sign-in, so no rule holds for it.
      PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD: text.transform((value) =>
        value === '' ? null : (value ?? null),
      ),
    })
    .superRefine((settings, context) => {
      if (settings.PHOENIX_ADMIN_SECRET === null) return;
      if (settings.PHOENIX_SECRET === null) {
        context.addIssue(texts.settings.adminSecretAlone);
      } else if (settings.PHOENIX_ADMIN_SECRET === settings.PHOENIX_SECRET) {
        context.addIssue(texts.settings.adminSecretEqual);
      }
    })
    .transform((settings) => ({
      dataFolder: settings.PHOENIX_WORKING_DIR,
      phoenixSecret: settings.PHOENIX_SECRET,
      phoenixAdminSecret: settings.PHOENIX_ADMIN_SECRET,
      authentication: settings.PHOENIX_ENABLE_AUTH,
      initialAdminPassword: settings.PHOENIX_DEFAULT_ADMIN_INITIAL_PASSWORD,
      port: settings.PHOENIX_SECRETS_PORT,
      updateFeed: settings.PHOENIX_SECRETS_UPDATE_FEED,
    }));
}

// Phoenix strips each of its variables too (config.py, `getenv`).
const text = z
  .string()
  .optional()
  .transform((value) => value && stripSpace(value));

/** The rules of Phoenix's `REQUIREMENTS_FOR_PHOENIX_SECRET` (auth.py), which hold for both secrets. */
function secret(variable: string) {
  return text.transform((value, context) => {
    if (value === undefined) return null;
    const rules = phoenixSecretFaults(value);
    if (rules.length === 0) return value;
    for (const rule of rules)
      context.addIssue(texts.settings.secret(variable, texts.settings.secretRules[rule]));
    return z.NEVER;
  });
}
