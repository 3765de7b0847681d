/** Ids of the system user: here, and as a global id of a Phoenix server (`User:1`). */
const systemIds = new Set(['1', 'VXNlcjox']);

/** The system user is drawn in a colour of its own and has a translated name. */
export const isSystemUser = (id: string): boolean => systemIds.has(id);

/** Which of the avatar colours 1 to 6 a user gets: 6 is the system's, the others by a hash (FNV-1a) of the id. */
export function avatarColor(id: string): 1 | 2 | 3 | 4 | 5 | 6 {
  if (isSystemUser(id)) return 6;
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (((hash >>> 8) % 5) + 1) as 1 | 2 | 3 | 4 | 5;
}

/** The one letter in an avatar: the first letter or digit of the name, as a person sees it. */
export function initial(name: string): string {
  const match = /[\p{L}\p{N}]\p{M}*/u.exec(name);
  return match ? match[0].toLocaleUpperCase() : '?';
}
