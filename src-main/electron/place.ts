import type { Rectangle } from 'electron';
import type { WindowPlace } from './preferences';

/** The smallest part of a title bar, in pixels, by which a window can still be taken hold of. */
const handle = { width: 120, height: 40 };

/**
 * The remembered place if it can still be reached on the displays that are there now, else null.
 * @param workAreas of the displays, in the same pixels
 */
export function reachablePlace(
  place: WindowPlace | null,
  workAreas: readonly Rectangle[],
): WindowPlace | null {
  if (!place) return null;
  const visible = workAreas.some((area) => {
    const width = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
    const below = area.y + area.height - place.y;
    return width >= handle.width && place.y >= area.y && below >= handle.height;
  });
  return visible ? place : null;
}
