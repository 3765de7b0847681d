import { account } from './en/account';
import { apiKeys } from './en/apiKeys';
import { common } from './en/common';
import { connections } from './en/connections';
import { errors } from './en/errors';
import { general } from './en/general';
import { secrets } from './en/secrets';
import { users } from './en/users';
import type { Translation } from './translation';

/** The English catalogue, one section per area of the app. */
export const en = { common, account, secrets, users, apiKeys, connections, general, errors };

/** Every text of the window; each language is one object of this type. */
export type Texts = Translation<typeof en>;
