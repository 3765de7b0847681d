import { texts } from '../../src-shared/texts';
import { visibleText } from '../ui/visibleText';

/** What people call a keychain; one that is not known is called as the system does. */
export function keychainName(backend: string): string {
  const { keychains } = texts.general.encryption;
  return (Object.hasOwn(keychains, backend) ? keychains[backend] : undefined) ?? visibleText(backend);
}
