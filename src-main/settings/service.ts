import type { CalledBy } from '../../src-shared/caller';
import { AppError } from '../../src-shared/errors';
import type { AppService, Preferences, SettingsOutput, SettingsService } from '../../src-shared/contract';
import type { Desktop } from '../desktop';
import { folderSize } from './data-folder';
import type { EncryptionKey } from './encryption-key';
import type { UpdateCheck } from './updates';

/** What this room asks of the others; given by `compose`. */
export interface SettingsPorts {
  readonly desktop: Desktop;
  readonly dataFolder: string;
  readonly versions: SettingsOutput['versions'];
  readonly endpoint: () => SettingsOutput['endpoint'];
  readonly encryption: () => Promise<SettingsOutput['encryption']>;
  readonly startEndpoint: () => Promise<void>;
  readonly stopEndpoint: () => Promise<void>;
  readonly encryptionKey: Pick<EncryptionKey, 'set'>;
  readonly updates: Pick<UpdateCheck, 'state' | 'check'>;
  /** Told of the choices as they are after a change. */
  readonly preferencesChanged: (preferences: Preferences) => void;
}

/** What General shows and changes. */
export class LocalSettings implements CalledBy<unknown, SettingsService> {
  constructor(private readonly ports: SettingsPorts) {}

  async get(): Promise<SettingsOutput> {
    const { dataFolder, versions, endpoint, encryption, updates } = this.ports;
    return {
      endpoint: endpoint(),
      encryption: await encryption(),
      dataFolder: { path: dataFolder, bytes: folderSize(dataFolder) },
      versions,
      updates: updates.state,
    };
  }

  getPreferences(): Promise<Preferences> {
    return this.ports.desktop.getPreferences();
  }

  async setPreferences(change: Partial<Preferences>): Promise<Preferences> {
    const preferences = await this.ports.desktop.setPreferences(change);
    this.ports.preferencesChanged(preferences);
    return preferences;
  }

  async startEndpoint() {
    await this.ports.startEndpoint();
    return {};
  }

  async stopEndpoint() {
    await this.ports.stopEndpoint();
    return {};
  }

  setEncryptionKey({ secret }: { secret: string | null }) {
    return this.ports.encryptionKey.set(secret);
  }

  async checkForUpdates() {
    await this.ports.updates.check();
    return {};
  }

  async openUpdatePage() {
    const { newer } = this.ports.updates.state;
    if (newer === null) throw new AppError('not_found', 'No newer version is known.');
    await this.ports.desktop.openBrowser(newer.page);
    return {};
  }
}

/** What needs the desktop around the window. */
export class LocalApp implements CalledBy<unknown, AppService> {
  constructor(private readonly ports: Pick<SettingsPorts, 'desktop' | 'dataFolder'>) {}

  async copyText({ text, sensitive }: { text: string; sensitive: boolean }) {
    await this.ports.desktop.copyText(text, sensitive);
    return {};
  }

  async openDataFolder() {
    await this.ports.desktop.openFolder(this.ports.dataFolder);
    return {};
  }
}
