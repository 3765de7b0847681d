import path from 'node:path';
import { runtimeFile } from '../setup/paths.mjs';

/** The data folder of `npm run dev`: never the one with real secrets in it. */
export const devFolder = path.join(path.dirname(runtimeFile), 'dev-data');

/** Known to everybody who reads this file: for sample data only. */
export const devAdminSecret = 'development-admin-secret-0123456789';

/** The environment of a development start; what the caller has set for Phoenix wins, except the folder. */
export const devEnvironment = () => ({
  PHOENIX_SECRET: 'development-secret-0123456789-0123456789',
  PHOENIX_ADMIN_SECRET: devAdminSecret,
  PHOENIX_SECRETS_PORT: '0',
  ...process.env,
  PHOENIX_WORKING_DIR: devFolder,
});
