/** The Phoenix version whose contract is spoken here; every answer names it, as a Phoenix server's do. */
export const contractVersion = '20.26.1';
export const versionHeader = 'x-phoenix-server-version';
