import type { CalledBy } from '../../src-shared/caller';
import type { AppService, Preferences, SettingsOutput, SettingsService } from '../../src-shared/contract';
import type { Desktop } from '../desktop';
import { folderSize } from './data-folder';

/** What this room asks of the others; given by `compose`. */
export interface SettingsPorts {
  readonly desktop: Desktop;
  readonly dataFolder: string;
  readonly versions: SettingsOutput['versions'];
  readonly endpoint: () => SettingsOutput['endpoint'];
  readonly encryption: () => Promise<SettingsOutput['encryption']>;
  readonly startEndpoint: () => Promise<void>;
  readonly stopEndpoint: () => Promise<void>;
}

/** What General shows and changes. */
export class LocalSettings implements CalledBy<unknown, SettingsService> {
  constructor(private readonly ports: SettingsPorts) {}

  async get(): Promise<SettingsOutput> {
    const { dataFolder, versions, endpoint, encryption } = this.ports;
    return {
      endpoint: endpoint(),
      encryption: await encryption(),
      dataFolder: { path: dataFolder, bytes: folderSize(dataFolder) },
      versions,
    };
  }

  getPreferences(): Promise<Preferences> {
    return this.ports.desktop.getPreferences();
  }

  setPreferences(change: Partial<Preferences>): Promise<Preferences> {
    return this.ports.desktop.setPreferences(change);
  }

  async startEndpoint() {
    await this.ports.startEndpoint();
    return {};
  }

  async stopEndpoint() {
    await this.ports.stopEndpoint();
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
