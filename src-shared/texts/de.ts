import { account } from './de/account';
import { apiKeys } from './de/apiKeys';
import { common } from './de/common';
import { connections } from './de/connections';
import { errors } from './de/errors';
import { general } from './de/general';
import { secrets } from './de/secrets';
import { users } from './de/users';
import type { Texts } from './en';

/** The German catalogue. */
export const de: Texts = { common, account, secrets, users, apiKeys, connections, general, errors };
