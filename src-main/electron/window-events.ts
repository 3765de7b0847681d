import { powerMonitor, type WebContents } from 'electron';
import type { Events } from '../../src-shared/contract';
import type { Settings } from '../settings/environment';
import type { ClipboardKeeper } from './clipboard';
import { MachineWatch } from './presence';
import type { ServiceClient } from './service-client';

/**
 * Hands on to the window what it may know, and has it signed out when the machine is left.
 * @param page gives our page, or null while there is none
 */
export function sendEvents(
  service: ServiceClient,
  { authentication }: Settings,
  page: () => WebContents | null,
  clipboard: ClipboardKeeper,
): void {
  const machine = authentication ? new MachineWatch(powerMonitor, () => service.lock()) : null;
  service.onEvent = (name, payload, only) => {
    if (name === 'access.session') {
      const signedIn = (payload as Events['access.session']).user !== null;
      machine?.attend(signedIn);
      // An API key that was copied is not for whoever comes next.
      if (!signedIn) void clipboard.forget().catch(() => undefined);
    }
    const contents = page();
    if (contents && (only === null || only === contents.id)) contents.send(name, payload);
  };
}
