import type { Bridge } from '../app/bridge';

/**
 * The bridge of a page that works on one store: while the window turns to another one, what is typed or asked for here
 * must not go there.
 * @param connection the id of a server, or `local`
 */
export function onStore(bridge: Bridge, connection = 'local'): Bridge {
  const { secrets } = bridge;
  return {
    ...bridge,
    secrets: {
      ...secrets,
      list: (input) => secrets.list({ ...input, connection }),
      usage: (input) => secrets.usage({ ...input, connection }),
      put: (input) => secrets.put({ ...input, connection }),
      delete: (input) => secrets.delete({ ...input, connection }),
      undoDelete: (input) => secrets.undoDelete({ ...input, connection }),
    },
  };
}
