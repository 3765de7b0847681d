export function developmentLauncher(runtime: { readonly executable: string }): Promise<string>;
export function shippedLauncher(): Promise<string>;
export function writeLauncher(file: string, content: string): void;
